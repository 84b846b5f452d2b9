namespace Serverless.Rtc.Wire;

/// <summary>What shares a port with what (RFC 7983).</summary>
public enum PacketKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
