using Serverless.Contracts.Rest;

namespace Serverless.Functions.Platform;

/// <summary>Which status each code has, in one place.</summary>
internal static class Failures
{
    public static Failure InvalidJson { get; } =
        new(400, ProblemCodes.InvalidJson, "The body is not JSON.");

    public static Failure BodyTooLarge { get; } =
        new(413, ProblemCodes.BodyTooLarge, "The body is too large.");

    public static Failure UnsupportedMediaType { get; } =
        new(415, ProblemCodes.UnsupportedMediaType, "Send the body as application/json.");

    public static Failure RouteNotFound { get; } = new(404, ProblemCodes.NotFound, "There is nothing at this address.");

    public static Failure MethodNotAllowed { get; } =
        new(405, ProblemCodes.MethodNotAllowed, "This address does not take this method.");

    public static Failure Internal { get; } =
        new(500, ProblemCodes.Internal, "Something failed on the server. Try again.");

    public static Failure SessionEnded { get; } =
        new(410, ProblemCodes.SessionEnded, "The session is over. Join again with a token.");

    public static Failure TenantDisabled { get; } =
        Forbidden(ProblemCodes.TenantDisabled, "This tenant is disabled. Ask whoever runs this system.");

    public static Failure NoCapacity { get; } =
        new(503, ProblemCodes.NoCapacity, "No media worker has room at the moment. Try again.", 5);

    /// <summary>A join answers 202 <c>starting</c> in place of it.</summary>
    public static Failure WorkerStarting { get; } =
        new(503, ProblemCodes.NoCapacity, "The first media worker is starting. Try again.", 3);

    public static Failure WorkerUnavailable { get; } =
        new(503, ProblemCodes.WorkerUnavailable, "The room's media worker does not answer. Try again.", 2);

    public static Failure RateLimited(int retryAfterSeconds) => new(
        429, ProblemCodes.RateLimited, $"Too many requests. Wait {retryAfterSeconds} s.", retryAfterSeconds);

    public static Failure SignalingUnavailable { get; } =
        new(503, ProblemCodes.SignalingUnavailable, "Web PubSub does not answer. Try again.", 2);

    public static Failure InvalidRequest(string detail) => new(400, ProblemCodes.InvalidRequest, detail);

    public static Failure Unauthorized(string code, string detail) => new(401, code, detail);

    public static Failure Forbidden(string code, string detail) => new(403, code, detail);

    public static Failure Gone(string code, string detail) => new(410, code, detail);

    public static Failure NotBuilt(string what) =>
        new(501, ProblemCodes.NotBuilt, $"{what} is part of VideoSDK's API that this system does not have.");

    public static Failure RoomNotFound(string room) =>
        new(404, ProblemCodes.RoomNotFound, $"There is no room {Printable(room)}.");

    // What a stranger typed goes back short and without control characters.
    private static string Printable(string text) =>
        new([.. text.Where(c => !char.IsControl(c)).Take(40)]);
}
