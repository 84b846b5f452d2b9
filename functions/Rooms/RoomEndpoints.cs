using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Rooms;

internal static class RoomEndpoints
{
    public static void MapRooms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/rooms", CreateAsync).ForBackEnd();
        app.MapGet("/v2/rooms", ListAsync).ForBackEnd();
        app.MapGet("/v2/rooms/{id}", GetAsync).ForBackEnd(moderates: false);
        app.MapPost("/v2/rooms/{id}", UpdateAsync).ForBackEnd();
        app.MapPost("/v2/rooms/deactivate", DeactivateAsync).ForBackEnd();
        // VideoSDK's overview says POST, its reference and its clients say GET.
        app.MapGet("/v2/rooms/validate/{id}", GetAsync).ForBackEnd(moderates: false);
        app.MapPost("/v2/rooms/validate/{id}", GetAsync).ForBackEnd(moderates: false);
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
