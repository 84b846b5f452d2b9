namespace Serverless.Rtc.Sdp;

/// <summary>
/// Identity of a receive slot; it stays for the life of the connection, whatever is shown in the slot.
/// </summary>
public sealed record SendSlot
{
    /// <summary>Number among the slots of the same kind, from 0.</summary>
    public required int Index { get; init; }

    public required uint Ssrc { get; init; }

    /// <summary>Null for audio, and for video when the client takes no RTX.</summary>
    public required uint? RtxSsrc { get; init; }

    public required string Cname { get; init; }

    /// <summary>
    /// Audio 0 and video 0 share one stream, so that browsers keep them in sync; every other slot has its own.
    /// </summary>
    public required string StreamId { get; init; }

    public required string TrackId { get; init; }
}
