using Azure;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.OpenApi;
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
        var workers = app.MapInternal();
        workers.MapPut("/workers/{workerId}", ReportAsync)
            .Tells("reportWorker", "A worker's heartbeat").Takes(typeof(WorkerReport)).Gives(typeof(WorkerLease));
        workers.MapPost("/workers/{workerId}/pubsub", PubSubUrlAsync)
            .Tells("getWorkerPubSubUrl", "A worker's own address of Web PubSub").Gives(typeof(PubSubUrlResponse)).Fails(400, 503);
    }

    private static async Task<IResult> ReportAsync(HttpContext http, string workerId, WorkerRegistry registry)
    {
        if (Refuse(http, workerId) is { } refused)
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

    private static async Task<IResult> PubSubUrlAsync(HttpContext http, string workerId, IPubSubClient pubSub)
    {
        if (Refuse(http, workerId) is { } refused)
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

    private static Failure? Refuse(HttpContext http, string workerId)
    {
        if (http.CallingWorkerId() != workerId)
        {
            return Failures.Forbidden(ProblemCodes.PermissionDenied, "A worker speaks for itself only.");
        }

        // It becomes a row key and part of a Web PubSub user id.
        return TableKey.IsValid(workerId) && workerId.Length <= 100
            ? null
            : Failures.InvalidRequest("A worker's id has 1 to 100 plain characters.");
    }
}
