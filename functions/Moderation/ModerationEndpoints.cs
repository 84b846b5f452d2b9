using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Moderation;

internal static class ModerationEndpoints
{
    // VideoSDK's reference shows a session object, its server SDK a text; what a caller branches on is the status.
    private const string Removed = "\"Participant removed successfully\"";

    public static void MapModeration(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/sessions/participants/remove", RemoveAsync).ForModerators()
            .Tells("removeParticipant", "Puts somebody out").Takes(typeof(RemoveParticipantRequest)).Gives(typeof(string)).Fails(404);
        app.MapGet("/v2/rooms/{roomId}/bans", ListAsync).ForModerators()
            .Tells("listBans", "Lists who may not come back").InPages().Gives(typeof(BanPage));
        app.MapPost("/v2/rooms/{roomId}/bans", BanAsync).ForModerators()
            .Tells("ban", "Puts somebody out for good").Takes(typeof(CreateBanRequest)).Gives(null, StatusCodes.Status204NoContent);
        app.MapDelete("/v2/rooms/{roomId}/bans/{participantId}", LiftAsync).ForModerators()
            .Tells("liftBan", "Lets somebody come back").Gives(null, StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, RoomAccess rooms, Removal removal)
    {
        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.RemoveParticipantRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        var request = body.Value;
        if (request.RoomId is null && request.SessionId is null)
        {
            return Failures.InvalidRequest("Name a roomId or a sessionId.");
        }

        // The room of a session that is none is one that does not exist.
        var roomId = request.RoomId ?? SessionId.RoomOf(request.SessionId!);
        if (roomId is null)
        {
            return SessionDirectory.SessionNotFound;
        }

        var room = await rooms.FindAsync(http.Moderator(), roomId, http.RequestAborted);
        if (room.Failed)
        {
            return request.RoomId is null && room.Failure.Status == StatusCodes.Status404NotFound
                ? SessionDirectory.SessionNotFound
                : room.Failure;
        }

        var refused = await removal.RemoveAsync(
            room.Value, request.SessionId, request.ParticipantId, request.Ban, http.RequestAborted);
        return refused is null ? TypedResults.Content(Removed, "application/json") : refused;
    }

    private static async Task<IResult> ListAsync(HttpContext http, string roomId, RoomAccess rooms, BanStore bans)
    {
        var paging = Paging.Read(http.Request.Query);
        if (paging.Failed)
        {
            return paging.Failure;
        }

        var room = await rooms.FindAsync(http.Moderator(), roomId, http.RequestAborted);
        if (room.Failed)
        {
            return room.Failure;
        }

        var all = await bans.ListAsync(room.Value.RoomId, Paging.MaxListed, http.RequestAborted);
        var page = paging.Value.Of(all).Select(ban => new BanResponse(ban.ParticipantId, ban.At));
        return TypedResults.Json(new BanPage(paging.Value.Info(all.Count), [.. page]), BackEndJson.Default.BanPage);
    }

    private static async Task<IResult> BanAsync(HttpContext http, string roomId, RoomAccess rooms, Removal removal)
    {
        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.CreateBanRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        var room = await rooms.FindAsync(http.Moderator(), roomId, http.RequestAborted);
        if (room.Failed)
        {
            return room.Failure;
        }

        var refused = await removal.RemoveAsync(
            room.Value, sessionId: null, body.Value.ParticipantId, ban: true, http.RequestAborted);
        return refused is null ? TypedResults.NoContent() : refused;
    }

    private static async Task<IResult> LiftAsync(
        HttpContext http, string roomId, string participantId, RoomAccess rooms, BanStore bans, TimeProvider time)
    {
        var room = await rooms.FindAsync(http.Moderator(), roomId, http.RequestAborted);
        if (room.Failed)
        {
            return room.Failure;
        }

        return await bans.LiftAsync(room.Value.RoomId, participantId, time.GetUtcNow(), http.RequestAborted)
            ? TypedResults.NoContent()
            : new Failure(404, ProblemCodes.NotFound, "This person is not banned.");
    }
}
