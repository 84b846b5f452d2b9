using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Rooms;

internal static class RoomEndpoints
{
    public static void MapRooms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/rooms", CreateAsync).ForBackEnd()
            .Tells("createRoom", "Creates a room", "With a `customRoomId` that exists already it answers with that room.")
            .Takes(typeof(CreateRoomRequest), optional: true).Gives(typeof(RoomResponse));
        app.MapGet("/v2/rooms", ListAsync).ForBackEnd()
            .Tells("listRooms", "Lists rooms, newest first")
            .InPages().Asks("query", "Part of a room's id or custom id.").Gives(typeof(RoomPage));
        app.MapGet("/v2/rooms/{id}", GetAsync).ForBackEnd(moderates: false)
            .Tells("getRoom", "Shows a room", "By its id or its custom id.").Gives(typeof(RoomResponse)).Fails(400, 410);
        app.MapPost("/v2/rooms/{id}", UpdateAsync).ForBackEnd()
            .Tells("updateRoom", "Opens or closes a room")
            .Takes(typeof(UpdateRoomRequest)).Gives(typeof(RoomResponse));
        app.MapPost("/v2/rooms/deactivate", DeactivateAsync).ForBackEnd()
            .Tells("deactivateRoom", "Closes a room for good")
            .Takes(typeof(DeactivateRoomRequest)).Gives(typeof(RoomResponse)).Fails(404);
        // VideoSDK's overview says POST, its reference and its clients say GET.
        app.MapGet("/v2/rooms/validate/{id}", GetAsync).ForBackEnd(moderates: false)
            .Tells("validateRoom", "Tells whether a room exists").Gives(typeof(RoomResponse)).Fails(400, 410);
        app.MapPost("/v2/rooms/validate/{id}", GetAsync).ForBackEnd(moderates: false)
            .Tells("validateRoomByPost", "The same by POST").Gives(typeof(RoomResponse)).Fails(400, 410);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, RoomService rooms)
    {
        var body = await RequestBody.ReadAsync(http, RestJson.Default.CreateRoomRequest, whenEmpty: new());
        return body.Failed
            ? body.Failure
            : Answer(await rooms.CreateAsync(http.Caller(), body.Value, http.RequestAborted));
    }

    private static async Task<IResult> ListAsync(HttpContext http, RoomService rooms)
    {
        var paging = Paging.Read(http.Request.Query);
        if (paging.Failed)
        {
            return paging.Failure;
        }

        var query = http.Request.Query["query"].ToString();
        var page = await rooms.ListAsync(
            http.Caller(), query.Length == 0 ? null : query, paging.Value, http.RequestAborted);
        return TypedResults.Json(page, BackEndJson.Default.RoomPage);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string id, RoomService rooms) =>
        Answer(await rooms.GetAsync(http.Caller(), id, http.RequestAborted));

    private static async Task<IResult> UpdateAsync(HttpContext http, string id, RoomService rooms)
    {
        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.UpdateRoomRequest);
        return body.Failed
            ? body.Failure
            : Answer(await rooms.UpdateAsync(http.Caller(), id, body.Value.Status, http.RequestAborted));
    }

    private static async Task<IResult> DeactivateAsync(HttpContext http, RoomService rooms)
    {
        var body = await RequestBody.ReadAsync(http, RestJson.Default.DeactivateRoomRequest);
        return body.Failed
            ? body.Failure
            : Answer(await rooms.DeactivateAsync(http.Caller(), body.Value.RoomId, http.RequestAborted));
    }

    private static IResult Answer(Outcome<RoomResponse> room) =>
        room.Failed ? room.Failure : TypedResults.Json(room.Value, RestJson.Default.RoomResponse);
}
