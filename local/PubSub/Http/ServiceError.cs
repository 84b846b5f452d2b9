using Serverless.Local.PubSub.Faults;

namespace Serverless.Local.PubSub.Http;

/// <summary>An error of the data plane: the status, the code in a header and the service's body.</summary>
internal sealed class ServiceError(
    int status, string code, string message, string? target = null, int? retryAfterSeconds = null) : IResult
{
    public static ServiceError BadRequest(string message, string? target = null) =>
        new(StatusCodes.Status400BadRequest, "BadRequest", message, target);

    public static ServiceError Unauthorized() =>
        new(StatusCodes.Status401Unauthorized, "Unauthorized", "The access token is missing, invalid or expired.");

    public static ServiceError NotFound(string message) => new(StatusCodes.Status404NotFound, "NotFound", message);

    public static ServiceError Conflict(string message) => new(StatusCodes.Status409Conflict, "Conflict", message);

    public static ServiceError TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "PayloadTooLarge", $"A message is limited to {limit} bytes.");

    public static ServiceError UnsupportedMediaType() =>
        new(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType",
            "A message is text/plain, application/json or application/octet-stream.");

    public static ServiceError TooManyConnections() =>
        new(StatusCodes.Status429TooManyRequests, "ConnectionCountLimitReached", "There are too many connections.");

    /// <summary>One that somebody asked for.</summary>
    public static ServiceError Fault(PubSubFault fault) =>
        new(fault.Status, fault.Status == StatusCodes.Status429TooManyRequests ? "TooManyRequests" : "Fault",
            "This failure was asked for.", target: null, fault.RetryAfterSeconds);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.Headers["x-ms-error-code"] = code;
        if (retryAfterSeconds is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = $"{seconds}";
        }

        return httpContext.Response.WriteAsJsonAsync(
            new Body(code, message, target), DataPlaneJson.Default.Body, cancellationToken: httpContext.RequestAborted);
    }

    internal sealed record Body(string Code, string Message, string? Target)
    {
        public IReadOnlyList<Body> Details { get; } = [];

        public IReadOnlyDictionary<string, string> Inner { get; } = new Dictionary<string, string>();
    }
}
