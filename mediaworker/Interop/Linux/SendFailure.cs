namespace Serverless.Interop.Linux;

/// <summary>What an error of sendmmsg means for the packets behind it.</summary>
internal enum SendFailure
{
    /// <summary>A signal came first.</summary>
    Interrupted,

    /// <summary>No room in the socket or the device: the rest of the batch has no place either.</summary>
    Full,

    /// <summary>The message may still go as single packets.</summary>
    SegmentsRefused,

    /// <summary>No message can be cut on this device, which does not compute checksums.</summary>
    SegmentationUnavailable,

    /// <summary>This message alone is at fault.</summary>
    PacketRefused,
}
