namespace Serverless.Rtc.Sdp;

public enum MediaKind
{
    Audio,
    Video,

    /// <summary>A data channel or a media type that this server does not carry.</summary>
    Other,
}
