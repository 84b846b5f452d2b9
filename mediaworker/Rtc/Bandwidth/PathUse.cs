namespace Serverless.Rtc.Bandwidth;

/// <summary>What the delay says of the bottleneck's queue (draft-ietf-rmcat-gcc-02 §5.4).</summary>
internal enum PathUse
{
    Normal,

    /// <summary>The queue grows.</summary>
    Over,

    /// <summary>The queue drains.</summary>
    Under,
}
