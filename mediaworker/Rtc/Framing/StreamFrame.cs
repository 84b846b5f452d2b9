using System.Buffers.Binary;

namespace Serverless.Rtc.Framing;

/// <summary>Datagrams on a stream, each behind its length in two bytes (RFC 4571 §2), as ICE over TCP has them (RFC 6544 §3).</summary>
public static class StreamFrame
{
    public const int HeaderLength = 2;

    /// <summary>Longest datagram: no peer of WebRTC sends longer ones, so a longer frame is something else.</summary>
    public const int MaximumDatagram = 2048;

    /// <summary>A stream's bytes as they came: the frame of a datagram that was taken out, and what follows.</summary>
    public static byte[] Again(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> rest)
    {
        var bytes = new byte[HeaderLength + datagram.Length + rest.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)datagram.Length);
        datagram.CopyTo(bytes.AsSpan(HeaderLength));
        rest.CopyTo(bytes.AsSpan(HeaderLength + datagram.Length));
        return bytes;
    }
}
