using System.Globalization;
using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Functions.Telemetry;

namespace Serverless.Functions.Platform;

/// <summary>A problem on its way to the caller (RFC 9457).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Detail">For people; says what to do.</param>
/// <param name="RetryAfterSeconds">Sent as Retry-After; absent: the same call will fail again.</param>
internal sealed record Failure(int Status, string Code, string Detail, int? RetryAfterSeconds = null) : IResult
{
    private const string ContentType = "application/problem+json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ControlPlaneMeter.CountProblem(Code, Status);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(ToProblem(), RestJson.Default.Problem);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private Problem ToProblem() => new(
        $"urn:serverless-live:problem:{Code}", TitleOf(Code), Status, Detail, Code, Detail);

    // "room_not_found" reads as "Room not found": a title of its own per code would only drift from it.
    private static string TitleOf(string code) =>
        string.Concat(code[..1].ToUpperInvariant(), code.AsSpan(1)).Replace('_', ' ');
}
