using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Lobby;

internal static class LobbyEndpoints
{
    public static void MapLobby(this IEndpointRouteBuilder app) =>
        app.MapPost("/v2/rooms/{roomId}/entries/{entryId}", RespondAsync).By(Credential.Moderator)
            .Tells("respondEntry", "Lets somebody in from the lobby, or not")
            .Takes(typeof(RespondEntryRequest)).Gives(null, StatusCodes.Status204NoContent).Fails(409, 410);

    private static async Task<IResult> RespondAsync(
        HttpContext http, string roomId, string entryId, ModeratorVerifier moderators, RoomStore rooms,
        LobbyService lobby)
    {
        var moderator = await moderators.VerifyAsync(http);
        if (moderator.Failed)
        {
            return moderator.Failure;
        }

        var body = await RequestBody.ReadAsync(http, RestJson.Default.RespondEntryRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (body.Value.Decision == EntryState.Requested)
        {
            return Failures.InvalidRequest("decision is allowed or denied.");
        }

        if (await rooms.FindAsync(moderator.Value.TenantId, roomId, http.RequestAborted) is not { } room)
        {
            return Failures.RoomNotFound(roomId);
        }

        if (moderator.Value.RefuseRoom(room) is { } refused)
        {
            return refused;
        }

        var entry = await lobby.RespondAsync(room, entryId, body.Value.Decision, http.RequestAborted);
        return entry.Failed ? entry.Failure : TypedResults.NoContent();
    }
}
