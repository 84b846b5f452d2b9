namespace Serverless.Rtc.Sdp;

/// <summary>RTP header extensions that this server can read or write.</summary>
[Flags]
public enum RtpExtension
{
    None = 0,

    /// <summary>RFC 6464.</summary>
    AudioLevel = 1,

    /// <summary>RFC 9143 §15.</summary>
    Mid = 2,

    /// <summary>RFC 8852.</summary>
    Rid = 4,

    /// <summary>RFC 8852.</summary>
    RepairedRid = 8,
    TransportCc = 16,
    AbsSendTime = 32,
    PlayoutDelay = 64,

    /// <summary>3GPP TS 26.114 §7.4.5.</summary>
    VideoOrientation = 128,

    /// <summary>AV1 RTP specification, appendix A.</summary>
    DependencyDescriptor = 256,

    All = AudioLevel | Mid | Rid | RepairedRid | TransportCc | AbsSendTime | PlayoutDelay | VideoOrientation
        | DependencyDescriptor,
}
