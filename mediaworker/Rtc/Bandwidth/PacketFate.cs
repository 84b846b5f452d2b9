namespace Serverless.Rtc.Bandwidth;

/// <summary>What the receiver said of a packet.</summary>
internal enum PacketFate : byte
{
    /// <summary>Nothing: the packet is under way, or the feedback that told of it was lost.</summary>
    Unknown,

    Received,

    /// <summary>Not there when the feedback was written; it may still turn up in the next.</summary>
    Missing,
}
