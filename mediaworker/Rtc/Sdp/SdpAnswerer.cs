using System.Diagnostics.CodeAnalysis;

namespace Serverless.Rtc.Sdp;

/// <summary>Answers a client's offer (RFC 3264, RFC 9429): the client always offers, so the server needs nothing else.</summary>
public static class SdpAnswerer
{
    /// <param name="previous">Outcome of the connection's last offer: sections with a known mid keep slot and SSRCs.</param>
    public static bool TryAnswer(
        SessionDescription offer,
        AnswerPolicy policy,
        LocalDescription local,
        Negotiated? previous,
        [NotNullWhen(true)] out Negotiated? negotiated,
        [NotNullWhen(false)] out SdpError? error)
    {
        negotiated = null;
        error = new SdpError(SdpErrorCode.InvalidSdp, 0, "not built yet");
        return false;
    }
}
