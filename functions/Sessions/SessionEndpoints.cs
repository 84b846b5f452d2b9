using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/sessions/end", EndAsync);
        app.MapPost("/internal/rooms/{roomId}/participants", ReportAsync);
        app.MapGet("/internal/rooms/{roomId}/participants", PresentAsync);
        app.MapPost("/internal/rooms/{roomId}/move", MoveAsync);
    }

    private static async Task<IResult> EndAsync(
        HttpContext http, ModeratorVerifier moderators, RoomStore rooms, SessionEnding ending)
    {
        var moderator = await moderators.VerifyAsync(http);
        if (moderator.Failed)
        {
            return moderator.Failure;
        }

        var body = await RequestBody.ReadAsync(http, RestJson.Default.EndSessionRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        var room = await rooms.FindAsync(moderator.Value.TenantId, body.Value.RoomId, http.RequestAborted);
        if (room is null)
        {
            return Failures.RoomNotFound(body.Value.RoomId);
        }

        if (moderator.Value.RefuseRoom(room) is { } refused)
        {
            return refused;
        }

        var session = await ending.EndAsync(
            room, body.Value.SessionId, LeaveReason.SessionEnded, http.RequestAborted);
        return session.Failed ? session.Failure : TypedResults.Json(session.Value, RestJson.Default.SessionResponse);
    }

    private static async Task<IResult> ReportAsync(
        HttpContext http, string roomId, InternalAuthority authority, ParticipantService participants)
    {
        var caller = await authority.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.ParticipantEvents, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (!TableKey.IsValid(roomId) || !TableKey.IsValid(body.Value.SessionId) || body.Value.Left.Contains(null!))
        {
            return Failures.InvalidRequest("A report names a room, a session and those who left.");
        }

        var response = await participants.ReportAsync(roomId, body.Value, http.RequestAborted);
        return TypedResults.Json(response, InternalJson.Default.ParticipantEventsResponse);
    }

    private static async Task<IResult> PresentAsync(
        HttpContext http, string roomId, InternalAuthority authority, ParticipantService participants)
    {
        var caller = await authority.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        var session = http.Request.Query["session"].ToString();
        if (!TableKey.IsValid(roomId) || !TableKey.IsValid(session))
        {
            return Failures.InvalidRequest("The question names a room and a session.");
        }

        var present = await participants.PresentAsync(roomId, session, http.RequestAborted);
        return TypedResults.Json(present, InternalJson.Default.PresentParticipants);
    }

    private static async Task<IResult> MoveAsync(
        HttpContext http, string roomId, InternalAuthority authority, SessionOpening sessions)
    {
        var caller = await authority.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.MoveRoomRequest, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (!TableKey.IsValid(roomId))
        {
            return Failures.RoomNotFound(roomId);
        }

        var moved = await sessions.MoveAwayAsync(
            roomId, body.Value.SessionId, body.Value.Epoch, caller.Value, http.RequestAborted);
        return TypedResults.Json(new MoveRoomResponse(moved), InternalJson.Default.MoveRoomResponse);
    }
}
