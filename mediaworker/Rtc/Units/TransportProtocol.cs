namespace Serverless.Rtc.Units;

/// <summary>What carries datagrams to a peer.</summary>
public enum TransportProtocol : byte
{
    Udp,

    /// <summary>A TCP connection of the peer's, each datagram in a frame (RFC 6544, RFC 4571).</summary>
    Tcp,
}
