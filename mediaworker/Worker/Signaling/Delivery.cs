namespace Serverless.Worker.Signaling;

/// <summary>What becomes of an outgoing message when the link cannot keep up.</summary>
internal enum Delivery
{
    /// <summary>To one participant, who waits for it: dropped last.</summary>
    Direct,

    /// <summary>A frame of the feed: dropped first, oldest first; its readers see the gap and ask for a snapshot (rule SK6).</summary>
    Feed,
}
