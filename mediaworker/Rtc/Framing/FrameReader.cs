using System.Buffers.Binary;

namespace Serverless.Rtc.Framing;

/// <summary>Cuts what a stream brings into the datagrams that were put on it. It keeps only a datagram that is not whole yet.</summary>
public sealed class FrameReader
{
    /// <summary>A frame that began in an earlier piece, or null before the first such.</summary>
    private byte[]? _held;
    private int _count;

    /// <summary>What comes is not framed. Final: where the next frame begins, nobody knows.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes one datagram; call it until it finds none.</summary>
    /// <param name="received">What came; shortened by what was taken, and empty in the end unless the stream is broken.</param>
    /// <param name="datagram">May be changed in place. It is valid until the next call, and as long as what came.</param>
    public bool TryRead(ref Span<byte> received, out Span<byte> datagram)
    {
        while (!IsBroken && received.Length > 0)
        {
            var whole = _count == 0 ? TryCut(ref received, out datagram) : TryComplete(ref received, out datagram);

            // An empty frame says nothing (RFC 4571 §2).
            if (whole && datagram.Length > 0)
            {
                return true;
            }
        }

        datagram = default;
        return false;
    }

    /// <summary>Takes a frame that lies in one piece; else holds its beginning.</summary>
    private bool TryCut(ref Span<byte> received, out Span<byte> datagram)
    {
        if (received.Length >= StreamFrame.HeaderLength)
        {
            var end = StreamFrame.HeaderLength + ReadLength(received);
            if (IsBroken)
            {
                datagram = default;
                return false;
            }

            if (received.Length >= end)
            {
                datagram = received[StreamFrame.HeaderLength..end];
                received = received[end..];
                return true;
            }
        }

        Hold(ref received, received.Length);
        datagram = default;
        return false;
    }

    private bool TryComplete(ref Span<byte> received, out Span<byte> datagram)
    {
        datagram = default;
        Hold(ref received, StreamFrame.HeaderLength - _count);
        if (_count < StreamFrame.HeaderLength)
        {
            return false;
        }

        var end = StreamFrame.HeaderLength + ReadLength(_held);
        if (IsBroken)
        {
            return false;
        }

        Hold(ref received, end - _count);
        if (_count < end)
        {
            return false;
        }

        datagram = _held.AsSpan(StreamFrame.HeaderLength, end - StreamFrame.HeaderLength);
        _count = 0;
        return true;
    }

    private int ReadLength(ReadOnlySpan<byte> header)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(header);
        IsBroken = length > StreamFrame.MaximumDatagram;
        return length;
    }

    private void Hold(ref Span<byte> received, int wanted)
    {
        var count = Math.Min(wanted, received.Length);
        if (count > 0)
        {
            _held ??= new byte[StreamFrame.HeaderLength + StreamFrame.MaximumDatagram];
            received[..count].CopyTo(_held.AsSpan(_count));
            _count += count;
            received = received[count..];
        }
    }
}
