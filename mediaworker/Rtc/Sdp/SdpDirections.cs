namespace Serverless.Rtc.Sdp;

internal static class SdpDirections
{
    internal static bool TryParse(ReadOnlySpan<char> text, out SdpDirection direction)
    {
        SdpDirection? found = text switch
        {
            "sendrecv" => SdpDirection.SendRecv,
            "sendonly" => SdpDirection.SendOnly,
            "recvonly" => SdpDirection.RecvOnly,
            "inactive" => SdpDirection.Inactive,
            _ => null,
        };
        direction = found.GetValueOrDefault();
        return found.HasValue;
    }

    internal static string ToSdp(this SdpDirection direction) => direction switch
    {
        SdpDirection.SendRecv => "sendrecv",
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.RecvOnly => "recvonly",
        SdpDirection.Inactive => "inactive",
    };

    /// <summary>The same flow seen from the other side.</summary>
    internal static SdpDirection Reverse(this SdpDirection direction) => direction switch
    {
        SdpDirection.SendRecv => SdpDirection.SendRecv,
        SdpDirection.SendOnly => SdpDirection.RecvOnly,
        SdpDirection.RecvOnly => SdpDirection.SendOnly,
        SdpDirection.Inactive => SdpDirection.Inactive,
    };

    internal static bool Sends(this SdpDirection direction) =>
        direction is SdpDirection.SendRecv or SdpDirection.SendOnly;

    internal static bool Receives(this SdpDirection direction) =>
        direction is SdpDirection.SendRecv or SdpDirection.RecvOnly;
}
