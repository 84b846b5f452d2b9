namespace Serverless.Rtc.Wire;

public static class Demux
{
    /// <summary>
    /// By the first byte (RFC 7983 §7); RTP and RTCP by the second (RFC 5761 §4): RTCP types 192–223 are the payload
    /// types 64–95 with the marker bit, which SDP must not assign.
    /// </summary>
    public static PacketKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2)
        {
            return PacketKind.Unknown;
        }

        return datagram[0] switch
        {
            <= 3 => PacketKind.Stun,
            >= 20 and <= 63 => PacketKind.Dtls,
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? PacketKind.Rtcp : PacketKind.Rtp,
            _ => PacketKind.Unknown,
        };
    }
}
