namespace Serverless.Local.PubSub.Http;

/// <summary>An error of the data plane: the status, the code in a header and the service's body.</summary>
internal sealed class ServiceError(int status, string code, string message, string? target = null) : IResult
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

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.Headers["x-ms-error-code"] = code;
        return httpContext.Response.WriteAsJsonAsync(
            new Body(code, message, target), DataPlaneJson.Default.Body, cancellationToken: httpContext.RequestAborted);
    }

    internal sealed record Body(string Code, string Message, string? Target)
    {
        public IReadOnlyList<Body> Details { get; } = [];

        public IReadOnlyDictionary<string, string> Inner { get; } = new Dictionary<string, string>();
    }
}
