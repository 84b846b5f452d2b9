namespace Serverless.Functions.Whip;

internal static class WhipMediaTypes
{
    public const string Sdp = "application/sdp";

    /// <summary>Of RFC 8840.</summary>
    public const string Fragment = "application/trickle-ice-sdpfrag";
}
