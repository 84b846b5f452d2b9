using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Workers;

internal static class ScaleEndpoints
{
    public const int RetryAfterSeconds = 3;

    public static void MapScale(this IEndpointRouteBuilder app)
    {
        app.MapGet("/internal/scale", ScaleAsync);
        app.MapPost("/v2/rooms/{roomId}/warm", WarmAsync).ForBackEnd();
    }

    // KEDA cannot sign tokens: it has a key of its own, which opens nothing else.
    private static async Task<IResult> ScaleAsync(
        HttpContext http, FunctionsOptions options, WorkerRegistry workers, DemandStore demands, TimeProvider time)
    {
        if (SharedKey.Refuse(http.Request, options.ScaleKey) is { } refused)
        {
            return refused;
        }

        var standing = await demands.StandingAsync(http.RequestAborted);
        var known = await workers.ListAsync(http.RequestAborted);
        return TypedResults.Json(
            new WorkersWanted(Scaling.Wanted(known, standing.Count, time.GetUtcNow())),
            InternalJson.Default.WorkersWanted);
    }

    private static async Task<IResult> WarmAsync(
        HttpContext http, string roomId, RoomAccess rooms, WorkerRegistry workers, DemandStore demands, TimeProvider time)
    {
        var room = await rooms.FindAsync(http.Caller(), roomId, http.RequestAborted);
        if (room.Failed)
        {
            return room.Failure;
        }

        if (room.Value.Disabled)
        {
            return Failures.Gone(ProblemCodes.RoomClosed, "The room is closed.");
        }

        await demands.WarmAsync(room.Value.RoomId, http.RequestAborted);
        var known = await workers.ListAsync(http.RequestAborted);
        var response = Placement.Choose(known, time.GetUtcNow()) is null
            ? new WarmResponse("starting", RetryAfterSeconds)
            : new WarmResponse("ready");
        return TypedResults.Json(response, BackEndJson.Default.WarmResponse, statusCode: StatusCodes.Status202Accepted);
    }
}
