namespace Serverless.Functions.Whip;

internal static class WhipMediaTypes
{
    public const string Sdp = "application/sdp";

    /// <summary>RFC 8840 §11.4.</summary>
    public const string Fragment = "application/trickle-ice-sdpfrag";
}
