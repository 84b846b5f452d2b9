using System.Buffers.Binary;

namespace Serverless.Rtc.Framing;

/// <summary>Frames that wait to be written, one behind the other.</summary>
internal sealed class FrameLane(int capacity)
{
    private const int SmallestBuffer = 8 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>What waits; never an end without its beginning, but perhaps a frame whose beginning is written.</summary>
    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Bytes of the first frame that must follow what was written of it; zero between two frames.</summary>
    public int Unfinished { get; private set; }

    /// <summary>False when it would make more than <paramref name="limit"/> bytes wait.</summary>
    public bool TryAdd(ReadOnlySpan<byte> datagram, int limit)
    {
        var length = StreamFrame.HeaderLength + datagram.Length;
        if (_end - _start + length > Math.Min(limit, capacity))
        {
            return false;
        }

        MakeRoom(length);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_end), (ushort)datagram.Length);
        datagram.CopyTo(_bytes.AsSpan(_end + StreamFrame.HeaderLength));
        _end += length;
        return true;
    }

    /// <summary>So much of what waits is written.</summary>
    public void Consume(int count)
    {
        while (count > 0)
        {
            if (Unfinished == 0)
            {
                Unfinished = StreamFrame.HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(_start));
            }

            var step = Math.Min(count, Unfinished);
            Unfinished -= step;
            _start += step;
            count -= step;
        }

        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
    }

    private void MakeRoom(int length)
    {
        if (_end + length <= _bytes.Length)
        {
            return;
        }

        var waiting = _end - _start;
        var to = waiting + length <= _bytes.Length
            ? _bytes
            : new byte[Math.Min(capacity, Math.Max(SmallestBuffer, 2 * (waiting + length)))];
        _bytes.AsSpan(_start, waiting).CopyTo(to);
        (_bytes, _start, _end) = (to, 0, waiting);
    }
}
