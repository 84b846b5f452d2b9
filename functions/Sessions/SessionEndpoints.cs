using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/sessions/end", EndAsync).ForModerators()
            .Tells("endSession", "Ends a room's session and puts everybody out")
            .Takes(typeof(EndSessionRequest)).Gives(typeof(SessionResponse)).Fails(404);
        app.MapGet("/v2/sessions", ListAsync).ForBackEnd()
            .Tells("listSessions", "Lists sessions, newest first").InPages()
            .Asks("roomId", "Only of this room.").Asks("customRoomId", "Only of this room.")
            .Asks("status", "`ongoing` or `ended`.")
            .Asks("startDate", "Milliseconds since 1970.").Asks("endDate", "Milliseconds since 1970.")
            .Gives(typeof(SessionPage)).Fails(404);
        app.MapGet("/v2/sessions/{sessionId}", GetAsync).ForBackEnd()
            .Tells("getSession", "Shows a session").Gives(typeof(SessionResponse));
        app.MapGet("/v2/sessions/{sessionId}/participants", ParticipantsAsync).ForBackEnd()
            .Tells("listParticipants", "Lists who was there").InPages().Gives(typeof(SessionParticipantsPage));
        app.MapGet("/v2/sessions/{sessionId}/participants/active", ActiveAsync).ForBackEnd()
            .Tells("listActiveParticipants", "Lists who is there").InPages().Gives(typeof(ActiveParticipantsPage));
        app.MapGet("/v2/sessions/{sessionId}/participants/{participantId}", ParticipantAsync).ForBackEnd()
            .Tells("getParticipant", "Shows one person of a session").Gives(typeof(SessionParticipant));
    }

    private static async Task<IResult> EndAsync(
        HttpContext http, RoomAccess rooms, SessionEnding ending, SessionShape shape)
    {
        var body = await RequestBody.ReadAsync(http, RestJson.Default.EndSessionRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        var room = await rooms.FindAsync(http.Moderator(), body.Value.RoomId, http.RequestAborted);
        if (room.Failed)
        {
            return room.Failure;
        }

        var session = await ending.EndAsync(
            room.Value.RoomId, body.Value.SessionId, LeaveReason.SessionEnded, http.RequestAborted);
        return session.Failed
            ? session.Failure
            : TypedResults.Json(shape.Of(session.Value, room.Value.CustomRoomId), RestJson.Default.SessionResponse);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SessionDirectory sessions)
    {
        var paging = Paging.Read(http.Request.Query);
        if (paging.Failed)
        {
            return paging.Failure;
        }

        var filter = SessionFilter.Read(http.Request.Query);
        if (filter.Failed)
        {
            return filter.Failure;
        }

        var page = await sessions.ListAsync(http.Caller(), filter.Value, paging.Value, http.RequestAborted);
        return TypedResults.Json(page, BackEndJson.Default.SessionPage);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string sessionId, SessionDirectory sessions)
    {
        var session = await sessions.GetAsync(http.Caller(), sessionId, http.RequestAborted);
        return session.Failed ? session.Failure : TypedResults.Json(session.Value, RestJson.Default.SessionResponse);
    }

    private static async Task<IResult> ParticipantsAsync(HttpContext http, string sessionId, SessionDirectory sessions)
    {
        var page = await PageAsync(http, sessionId, onlyActive: false, sessions);
        return page.Failed ? page.Failure : TypedResults.Json(page.Value, BackEndJson.Default.SessionParticipantsPage);
    }

    private static async Task<IResult> ActiveAsync(HttpContext http, string sessionId, SessionDirectory sessions)
    {
        var page = await PageAsync(http, sessionId, onlyActive: true, sessions);
        return page.Failed
            ? page.Failure
            : TypedResults.Json(
                new ActiveParticipantsPage(page.Value.PageInfo, [page.Value.Data]),
                BackEndJson.Default.ActiveParticipantsPage);
    }

    private static async Task<Outcome<SessionParticipantsPage>> PageAsync(
        HttpContext http, string sessionId, bool onlyActive, SessionDirectory sessions)
    {
        var paging = Paging.Read(http.Request.Query);
        return paging.Failed
            ? paging.Failure
            : await sessions.ParticipantsAsync(
                http.Caller(), sessionId, onlyActive, paging.Value, http.RequestAborted);
    }

    private static async Task<IResult> ParticipantAsync(
        HttpContext http, string sessionId, string participantId, SessionDirectory sessions)
    {
        var person = await sessions.ParticipantAsync(http.Caller(), sessionId, participantId, http.RequestAborted);
        return person.Failed ? person.Failure : TypedResults.Json(person.Value, BackEndJson.Default.SessionParticipant);
    }
}
