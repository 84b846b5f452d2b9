using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Platform;

/// <summary>For hosts and load balancers: whether the process runs, and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    private const string Ok = """{"status":"ok"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Failure NotReady = new(
        503, ProblemCodes.StorageUnavailable, "The tables do not answer. Try again.", RetryAfterSeconds: 5);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v2/health", () => TypedResults.Content(Ok, "application/json"))
            .Tells("getHealth", "Tells that the process runs").Gives(typeof(JsonElement));
        app.MapGet("/v2/health/ready", ReadyAsync)
            .Tells("getReadiness", "Tells that the process reaches its tables").Gives(typeof(JsonElement)).Fails(503);
    }

    private static async Task<IResult> ReadyAsync(HttpContext http, ITableStore tables, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        try
        {
            // A row that nobody writes: the cheapest question there is.
            await tables.Table("rooms").GetAsync("health", "health", limit.Token);
            return TypedResults.Content(Ok, "application/json");
        }
        // Whatever a store throws, it means the same here.
        catch (Exception problem) when (problem is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            return NotReady;
        }
    }
}
