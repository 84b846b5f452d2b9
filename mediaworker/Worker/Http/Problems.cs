using Serverless.Contracts.Rest;

namespace Serverless.Worker.Http;

/// <summary>Answers in problem details (RFC 9457) with a stable code.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string detail) => Results.Json(
        new Problem($"urn:serverless-live:problem:{code}", TitleOf(status), status, detail, code, detail),
        RestJson.Default.Problem,
        "application/problem+json",
        status);

    private static string TitleOf(int status) => status switch
    {
        400 => "Bad request",
        401 => "Not authorised",
        404 => "Not found",
        409 => "Conflict",
        413 => "Body too large",
        503 => "Not available",
        _ => "Error",
    };
}
