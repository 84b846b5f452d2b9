using Serverless.Contracts.Internal;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>What workers tell and ask about the people in a room.</summary>
internal static class PresenceEndpoints
{
    public static void MapPresence(this IEndpointRouteBuilder app)
    {
        var workers = app.MapInternal();
        workers.MapPost("/rooms/{roomId}/participants", ReportAsync)
            .Tells("reportParticipants", "Who left a room").Takes(typeof(ParticipantEvents)).Gives(typeof(ParticipantEventsResponse));
        workers.MapGet("/rooms/{roomId}/participants", PresentAsync)
            .Tells("listPresent", "Who is in a room as far as the control plane knows").Asks("session", "The session.").Gives(typeof(PresentParticipants));
        workers.MapPost("/rooms/{roomId}/move", MoveAsync)
            .Tells("moveRoom", "Gives a room to another worker").Takes(typeof(MoveRoomRequest)).Gives(typeof(MoveRoomResponse));
    }

    private static async Task<IResult> ReportAsync(HttpContext http, string roomId, ParticipantService participants)
    {
        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.ParticipantEvents, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (!TableKey.IsValid(body.Value.SessionId) || body.Value.Left.Contains(null!))
        {
            return Failures.InvalidRequest("A report names a session and those who left.");
        }

        var response = await participants.ReportAsync(roomId, body.Value, http.RequestAborted);
        return TypedResults.Json(response, InternalJson.Default.ParticipantEventsResponse);
    }

    private static async Task<IResult> PresentAsync(HttpContext http, string roomId, ParticipantService participants)
    {
        var session = http.Request.Query["session"].ToString();
        if (!TableKey.IsValid(session))
        {
            return Failures.InvalidRequest("The question names a session.");
        }

        var present = await participants.PresentAsync(roomId, session, http.RequestAborted);
        return TypedResults.Json(present, InternalJson.Default.PresentParticipants);
    }

    private static async Task<IResult> MoveAsync(HttpContext http, string roomId, SessionOpening sessions)
    {
        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.MoveRoomRequest, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        var moved = await sessions.MoveAwayAsync(
            roomId, body.Value.SessionId, body.Value.Epoch, http.CallingWorkerId(), http.RequestAborted);
        return TypedResults.Json(new MoveRoomResponse(moved), InternalJson.Default.MoveRoomResponse);
    }
}
