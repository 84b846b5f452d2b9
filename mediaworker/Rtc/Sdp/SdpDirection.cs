namespace Serverless.Rtc.Sdp;

/// <summary>
/// Direction as written, that is from the viewpoint of whoever wrote the description (RFC 3264 §5.1).
/// </summary>
public enum SdpDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}
