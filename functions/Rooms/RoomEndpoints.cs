using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Rooms;

internal static class RoomEndpoints
{
    public static void MapRooms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/rooms", CreateAsync);
        app.MapGet("/v2/rooms/validate/{id}", GetAsync);
        app.MapGet("/v2/rooms/{id}", GetAsync);
        app.MapPost("/v2/rooms/deactivate", DeactivateAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ApiTokenVerifier tokens, RoomService rooms)
    {
        var caller = await AllowedAsync(http, tokens, moderates: true);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        var body = await RequestBody.ReadAsync(http, RestJson.Default.CreateRoomRequest, whenEmpty: new());
        return body.Failed
            ? body.Failure
            : Answer(await rooms.CreateAsync(caller.Value, body.Value, http.RequestAborted));
    }

    private static async Task<IResult> GetAsync(
        HttpContext http, string id, ApiTokenVerifier tokens, RoomService rooms)
    {
        var caller = await AllowedAsync(http, tokens, moderates: false);
        return caller.Failed ? caller.Failure : Answer(await rooms.GetAsync(caller.Value, id, http.RequestAborted));
    }

    private static async Task<IResult> DeactivateAsync(HttpContext http, ApiTokenVerifier tokens, RoomService rooms)
    {
        var caller = await AllowedAsync(http, tokens, moderates: true);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        var body = await RequestBody.ReadAsync(http, RestJson.Default.DeactivateRoomRequest);
        return body.Failed
            ? body.Failure
            : Answer(await rooms.DeactivateAsync(caller.Value, body.Value.RoomId, http.RequestAborted));
    }

    private static async Task<Outcome<ApiCaller>> AllowedAsync(
        HttpContext http, ApiTokenVerifier tokens, bool moderates)
    {
        var caller = await tokens.VerifyAsync(http);
        return !caller.Failed && caller.Value.RefuseRest(moderates) is { } refused ? refused : caller;
    }

    private static IResult Answer(Outcome<RoomResponse> room) =>
        room.Failed ? room.Failure : TypedResults.Json(room.Value, RestJson.Default.RoomResponse);
}
