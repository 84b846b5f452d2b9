namespace Serverless.Rtc.Peer;

/// <summary>What a datagram left for the layer above, after the transport took its part.</summary>
public enum Arrival
{
    /// <summary>Handled or dropped here.</summary>
    Nothing,

    /// <summary>A check from an address that was not valid before: datagrams from there belong to this transport now.</summary>
    NewAddress,

    /// <summary>A plain RTP packet stands in the buffer.</summary>
    Rtp,

    /// <summary>A plain RTCP compound stands in the buffer.</summary>
    Rtcp,
}
