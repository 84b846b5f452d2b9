using Serverless.Functions.Platform;

namespace Serverless.Functions.Sweeping;

internal static class SweepEndpoints
{
    // The host reads this and waits for ever on an empty answer.
    private const string Done = """{"Outputs":{},"Logs":[],"ReturnValue":null}""";

    /// <summary>The timer function <c>sweep</c>: the Functions host posts here, outside every HTTP route.</summary>
    public static void MapSweep(this IEndpointRouteBuilder app) => 
        app.MapPost("/sweep", RunAsync).ExcludeFromDescription();

    private static async Task<IResult> RunAsync(HttpContext http, Sweep sweep)
    {
        if (IsFromOutside(http.Request.Headers))
        {
            return Failures.RouteNotFound;
        }

        await sweep.RunAsync(http.RequestAborted);
        return TypedResults.Content(Done, "application/json");
    }

    // Should a route ever cover this path, the host would pass outsiders' calls on, and they carry these headers.
    private static bool IsFromOutside(IHeaderDictionary headers) =>
        headers.ContainsKey("x-ms-invocation-id")
        || headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));
}
