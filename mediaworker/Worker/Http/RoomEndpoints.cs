using System.Threading.Channels;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Rooms;

namespace Serverless.Worker.Http;

/// <summary>What functions ask of a room that is open.</summary>
internal sealed class RoomEndpoints(OpenRooms rooms)
{
    public async Task<IResult> ControlAsync(HttpContext http, string roomId)
    {
        var body = await JsonBody<ControlCommand>.ReadAsync(http.Request, InternalJson.Default.ControlCommand);
        return body.Value is not { } command
            ? body.Problem!
            : await InAsync(roomId, async room =>
            {
                await room.ControlAsync(command);
                return Results.NoContent();
            });
    }

    public Task<IResult> SnapshotAsync(string roomId) => InAsync(
        roomId,
        async room => Results.Json(await room.SnapshotAsync(), SignalingJson.Default.RoomSnapshot));

    public async Task<IResult> RestartIceAsync(HttpContext http, string roomId)
    {
        var body = await JsonBody<RestartIceRequest>.ReadAsync(http.Request, InternalJson.Default.RestartIceRequest);
        return body.Value is not { } request
            ? body.Problem!
            : await InAsync(roomId, async room => await room.RestartIceAsync(request) switch
            {
                IceRestartResult.Restarted(var ice) => Results.Json(
                    new RestartIceResponse(ice.Ufrag, ice.Password, ice.Candidates),
                    InternalJson.Default.RestartIceResponse),
                IceRestartResult.Busy => Problems.Of(
                    503, ProblemCodes.WorkerUnavailable, "Another offer of this participant is being answered. Try again."),
                _ => Problems.Of(404, ProblemCodes.NotFound, "The participant has no transport here."),
            });
    }

    private async Task<IResult> InAsync(string roomId, Func<LiveRoom, Task<IResult>> call)
    {
        try
        {
            if (rooms.Find(roomId) is { } room)
            {
                return await call(room);
            }
        }
        catch (ChannelClosedException)
        {
            // It ended between the look and the call.
        }

        return Problems.Of(404, ProblemCodes.RoomNotFound, "The room is not open on this worker.");
    }
}
