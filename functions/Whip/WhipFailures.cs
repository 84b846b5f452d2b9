using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Whip;

/// <summary>What only WHIP and WHEP answer.</summary>
internal static class WhipFailures
{
    public static Failure NotSdp { get; } =
        new(415, ProblemCodes.UnsupportedMediaType, $"Send the body as {WhipMediaTypes.Sdp}.");

    public static Failure NotFragment { get; } =
        new(415, ProblemCodes.UnsupportedMediaType, $"Send the body as {WhipMediaTypes.Fragment}.");

    public static Failure NotFound { get; } =
        new(404, ProblemCodes.WhipSessionNotFound, "There is no such WHIP or WHEP session.");

    public static Failure Over { get; } =
        new(410, ProblemCodes.SessionEnded, "The WHIP or WHEP session is over. Post an offer again.");

    public static Failure Changed { get; } = new(
        412, ProblemCodes.PreconditionFailed, "If-Match names an older ICE session. Use the newest ETag, or * to restart ICE.");

    public static Failure Unconditional { get; } =
        new(428, ProblemCodes.PreconditionRequired, "Send If-Match with the newest ETag, or with * for an ICE restart.");

    public static Failure NoLobby { get; } = Failures.Forbidden(
        ProblemCodes.PermissionDenied, "The token needs allow_join: there is no waiting in a lobby here.");

    public static Failure InvalidSdp(string detail) => new(400, ProblemCodes.InvalidSdp, detail);
}
