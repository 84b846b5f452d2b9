namespace Serverless.Rtc.Sdp;

public enum CodecKind
{
    Opus,

    /// <summary>RFC 2198, with Opus inside.</summary>
    Red,
    Vp8,

    /// <summary>Constrained baseline (or baseline) only: what every browser decodes.</summary>
    H264,

    /// <summary>Profile 0 only.</summary>
    Vp9,

    /// <summary>Main profile only.</summary>
    Av1,
}
