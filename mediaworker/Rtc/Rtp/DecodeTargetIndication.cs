namespace Serverless.Rtc.Rtp;

/// <summary>What a frame is to a decode target (AV1 RTP specification, table A.1); the values are the wire's.</summary>
public enum DecodeTargetIndication
{
    NotPresent = 0,

    /// <summary>No frame of the target refers to it.</summary>
    Discardable = 1,

    /// <summary>Whoever can decode it can decode all that follows in the target.</summary>
    Switch = 2,

    Required = 3,
}
