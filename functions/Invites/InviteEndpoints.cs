using Serverless.Contracts.Rest;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Invites;

internal static class InviteEndpoints
{
    public static void MapInvites(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/rooms/{roomId}/invites", CreateAsync).By(Credential.Moderator)
            .Tells("createInvite", "Makes a short code for a link")
            .Takes(typeof(CreateInviteRequest)).Gives(typeof(InviteResponse), StatusCodes.Status201Created).Fails(410);
        app.MapPost("/v2/invites/{code}/exchange", ExchangeAsync)
            .Tells("exchangeInvite", "Gives a participant's token for a code").Gives(typeof(ExchangeInviteResponse)).Fails(410);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http, string roomId, ModeratorVerifier moderators, RoomStore rooms, InviteService invites)
    {
        var moderator = await moderators.VerifyAsync(http);
        if (moderator.Failed)
        {
            return moderator.Failure;
        }

        var body = await RequestBody.ReadAsync(http, RestJson.Default.CreateInviteRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (await rooms.FindAsync(moderator.Value.TenantId, roomId, http.RequestAborted) is not { } room)
        {
            return Failures.RoomNotFound(roomId);
        }

        if (moderator.Value.RefuseRoom(room) is { } refused)
        {
            return refused;
        }

        var invite = await invites.CreateAsync(room, body.Value, http.RequestAborted);
        return invite.Failed
            ? invite.Failure
            : TypedResults.Json(
                invite.Value, RestJson.Default.InviteResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ExchangeAsync(HttpContext http, string code, InviteService invites)
    {
        var token = await invites.ExchangeAsync(code, http.RequestAborted);
        // The answer is a credential.
        http.Response.Headers.CacheControl = "no-store";
        return token.Failed
            ? token.Failure
            : TypedResults.Json(token.Value, RestJson.Default.ExchangeInviteResponse);
    }
}
