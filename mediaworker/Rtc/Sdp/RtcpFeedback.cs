namespace Serverless.Rtc.Sdp;

/// <summary>
/// Feedback of <c>a=rtcp-fb</c> that this server knows (RFC 4585, RFC 5104, transport-cc and goog-remb drafts).
/// </summary>
[Flags]
public enum RtcpFeedback
{
    None = 0,
    Nack = 1,
    Pli = 2,
    Fir = 4,
    TransportCc = 8,
    Remb = 16,
}
