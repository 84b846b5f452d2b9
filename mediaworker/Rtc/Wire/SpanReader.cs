using System.Buffers.Binary;

namespace Serverless.Rtc.Wire;

/// <summary>Reads big-endian fields; a read past the end returns false and leaves the position alone.</summary>
public ref struct SpanReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; }

    public readonly int Remaining => _data.Length - Position;

    public readonly ReadOnlySpan<byte> Rest => _data[Position..];

    public bool TryReadU8(out byte value)
    {
        if (Remaining < 1)
        {
            value = 0;
            return false;
        }

        value = _data[Position++];
        return true;
    }

    public bool TryReadU16(out ushort value)
    {
        var read = BinaryPrimitives.TryReadUInt16BigEndian(Rest, out value);
        Position += read ? 2 : 0;
        return read;
    }

    public bool TryReadU24(out uint value)
    {
        if (Remaining < 3)
        {
            value = 0;
            return false;
        }

        value = ((uint)_data[Position] << 16) | BinaryPrimitives.ReadUInt16BigEndian(_data[(Position + 1)..]);
        Position += 3;
        return true;
    }

    public bool TryReadU32(out uint value)
    {
        var read = BinaryPrimitives.TryReadUInt32BigEndian(Rest, out value);
        Position += read ? 4 : 0;
        return read;
    }

    public bool TryReadU64(out ulong value)
    {
        var read = BinaryPrimitives.TryReadUInt64BigEndian(Rest, out value);
        Position += read ? 8 : 0;
        return read;
    }

    public bool TryReadBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        if ((uint)count > (uint)Remaining)
        {
            bytes = default;
            return false;
        }

        bytes = _data.Slice(Position, count);
        Position += count;
        return true;
    }

    public bool TrySkip(int count) => TryReadBytes(count, out _);
}
