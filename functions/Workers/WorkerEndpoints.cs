using Azure;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.PubSub;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Workers;

internal static class WorkerEndpoints
{
    private static readonly TimeSpan PubSubLifetime = TimeSpan.FromHours(1);

    // Any group: rooms come and go, and a worker's socket outlives them.
    private static readonly string[] PubSubRoles = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    public static void MapWorkers(this IEndpointRouteBuilder app)
    {
        app.MapPut("/internal/workers/{workerId}", ReportAsync);
        app.MapPost("/internal/workers/{workerId}/pubsub", PubSubUrlAsync);
    }

    private static async Task<IResult> ReportAsync(
        HttpContext http, string workerId, InternalAuthority authority, WorkerRegistry registry)
    {
        if (await RefuseAsync(http, workerId, authority) is { } refused)
        {
            return refused;
        }

        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.WorkerReport, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (!Uri.TryCreate(body.Value.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || body.Value is not { Capacity: >= 0, Participants: >= 0 } || body.Value.Rooms.Contains(null!))
        {
            return Failures.InvalidRequest("A report has an absolute http(s) url and counts that are not negative.");
        }

        await registry.ReportAsync(workerId, url, body.Value, http.RequestAborted);
        return TypedResults.Json(new WorkerLease((int)Placement.Heartbeat.TotalSeconds), InternalJson.Default.WorkerLease);
    }

    private static async Task<IResult> PubSubUrlAsync(
        HttpContext http, string workerId, InternalAuthority authority, IPubSubClient pubSub)
    {
        if (await RefuseAsync(http, workerId, authority) is { } refused)
        {
            return refused;
        }

        try
        {
            var url = await pubSub.GetClientAccessUriAsync(
                $"worker-{workerId}", PubSubRoles, [], PubSubLifetime, http.RequestAborted);
            return TypedResults.Json(new PubSubUrlResponse(url.ToString()), InternalJson.Default.PubSubUrlResponse);
        }
        catch (RequestFailedException)
        {
            return Failures.SignalingUnavailable;
        }
    }

    private static async Task<Failure?> RefuseAsync(HttpContext http, string workerId, InternalAuthority authority)
    {
        var caller = await authority.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        if (caller.Value != workerId)
        {
            return Failures.Forbidden(ProblemCodes.PermissionDenied, "A worker speaks for itself only.");
        }

        // It becomes a row key and part of a Web PubSub user id.
        return TableKey.IsValid(workerId) && workerId.Length <= 100
            ? null
            : Failures.InvalidRequest("A worker's id has 1 to 100 plain characters.");
    }
}
