using System.Buffers.Binary;

namespace Serverless.Rtc.Wire;

/// <summary>
/// Writes big-endian fields. The first write that does not fit sets <see cref="Overflowed"/>; that write and all
/// later ones do nothing, so a message is written straight down and checked once at its end.
/// </summary>
public ref struct SpanWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Position { get; private set; }

    public bool Overflowed { get; private set; }

    public readonly int Remaining => _buffer.Length - Position;

    public readonly Span<byte> Written => _buffer[..Position];

    public void WriteU8(byte value)
    {
        if (TryTake(1, out var target))
        {
            target[0] = value;
        }
    }

    public void WriteU16(ushort value)
    {
        if (TryTake(2, out var target))
        {
            BinaryPrimitives.WriteUInt16BigEndian(target, value);
        }
    }

    /// <summary>The lowest 24 bits.</summary>
    public void WriteU24(uint value)
    {
        if (TryTake(3, out var target))
        {
            target[0] = (byte)(value >> 16);
            BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)value);
        }
    }

    public void WriteU32(uint value)
    {
        if (TryTake(4, out var target))
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, value);
        }
    }

    public void WriteU64(ulong value)
    {
        if (TryTake(8, out var target))
        {
            BinaryPrimitives.WriteUInt64BigEndian(target, value);
        }
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        if (TryTake(bytes.Length, out var target))
        {
            bytes.CopyTo(target);
        }
    }

    public void WriteZeros(int count)
    {
        if (TryTake(count, out var target))
        {
            target.Clear();
        }
    }

    /// <summary>Back to an earlier position, as if nothing had been written since; clears the overflow.</summary>
    public void RewindTo(int position)
    {
        Position = Math.Min(position, Position);
        Overflowed = false;
    }

    private bool TryTake(int count, out Span<byte> target)
    {
        if (Overflowed || (uint)count > (uint)Remaining)
        {
            Overflowed = true;
            target = default;
            return false;
        }

        target = _buffer.Slice(Position, count);
        Position += count;
        return true;
    }
}
