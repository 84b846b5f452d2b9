using System.Diagnostics.CodeAnalysis;

namespace Serverless.Rtc.Sdp;

internal static class SdpParser
{
    internal static bool TryParse(
        string text,
        [NotNullWhen(true)] out SessionDescription? description,
        [NotNullWhen(false)] out SdpError? error)
    {
        description = null;
        error = new SdpError(SdpErrorCode.InvalidSdp, 0, "not built yet");
        return false;
    }
}
