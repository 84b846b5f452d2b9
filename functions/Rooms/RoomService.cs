using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Rooms;

internal sealed class RoomService(
    RoomStore rooms, RoomAccess access, RoomList list, RoomShape shape, SessionEnding ending, DemandStore demands,
    ISecrets secrets,
    TimeProvider time)
{
    public async Task<Outcome<RoomResponse>> CreateAsync(
        ApiCaller caller, CreateRoomRequest request, CancellationToken cancellationToken)
    {
        if (caller.RoomId is not null)
        {
            return Failures.Forbidden(ProblemCodes.WrongRoom, "The token is for one room and makes no others.");
        }

        if (RoomRules.Refuse(request) is { } refused)
        {
            return refused;
        }

        var now = time.GetUtcNow();
        var room = await rooms.AddAsync(
            new Room
            {
                RoomId = secrets.Code(),
                TenantId = caller.TenantId,
                CustomRoomId = request.CustomRoomId,
                StagePolicy = request.StagePolicy ?? StagePolicy.Invited,
                AllowedParticipantIds = request.AllowedParticipantIds,
                Webhook = request.Webhook,
                AutoCloseConfig = request.AutoCloseConfig,
                MultiComposition = request.MultiComposition,
                StartsAt = request.StartsAt,
                Codecs = request.Codecs,
                CreatedAt = now,
                UpdatedAt = now,
            },
            cancellationToken);
        // Whoever gets the room sees it listed, also where the call that made it died before this line.
        await list.AddAsync(room, cancellationToken);
        if (room.StartsAt is { } startsAt)
        {
            await demands.PlanAsync(room.RoomId, startsAt, cancellationToken);
        }

        return shape.Of(room);
    }

    public async Task<Outcome<RoomResponse>> GetAsync(
        ApiCaller caller, string id, CancellationToken cancellationToken)
    {
        var room = await access.FindAsync(caller, id, cancellationToken);
        return room.Failed ? room.Failure : shape.Of(room.Value);
    }

    /// <param name="caller">Sees its tenant's rooms, or the one its token is for.</param>
    /// <param name="query">Exactly one room's roomId or customRoomId; null: all.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<RoomPage> ListAsync(
        ApiCaller caller, string? query, Paging paging, CancellationToken cancellationToken)
    {
        if ((query ?? caller.RoomId) is { } id)
        {
            var room = await access.FindAsync(caller, id, cancellationToken);
            RoomResponse[] found = room.Failed ? [] : [shape.Of(room.Value)];
            return new RoomPage(paging.Info(found.Length), [.. paging.Of(found)]);
        }

        var all = await list.ReadAsync(caller.TenantId, cancellationToken);
        var page = new List<RoomResponse>();
        foreach (var roomId in paging.Of(all))
        {
            if (await rooms.GetAsync(roomId, cancellationToken) is { } room)
            {
                page.Add(shape.Of(room));
            }
        }

        return new RoomPage(paging.Info(all.Count), page);
    }

    /// <summary>Whoever is in the room has to go.</summary>
    public async Task<Outcome<RoomResponse>> DeactivateAsync(
        ApiCaller caller, string roomId, CancellationToken cancellationToken)
    {
        var room = await access.FindAsync(caller, roomId, cancellationToken);
        if (room.Failed)
        {
            return room.Failure;
        }

        // As in VideoSDK, status included: what lasts asks for the exact room.
        return room.Value.RoomId == roomId
            ? shape.Of(await CloseAsync(room.Value, cancellationToken))
            : new Failure(402, ProblemCodes.RoomNotFound, $"Name the room by its roomId, {room.Value.RoomId}.");
    }

    /// <summary>Opens the room again or closes it.</summary>
    public async Task<Outcome<RoomResponse>> UpdateAsync(
        ApiCaller caller, string id, RoomStatus status, CancellationToken cancellationToken)
    {
        var room = await access.FindAsync(caller, id, cancellationToken);
        if (room.Failed)
        {
            return room.Failure;
        }

        return shape.Of(status == RoomStatus.Disabled
            ? await CloseAsync(room.Value, cancellationToken)
            : await rooms.SetDisabledAsync(room.Value, disabled: false, time.GetUtcNow(), cancellationToken));
    }

    private async Task<Room> CloseAsync(Room room, CancellationToken cancellationToken)
    {
        // The room first: whoever joins from here on is refused, so the session that ends below is the last.
        room = await rooms.SetDisabledAsync(room, disabled: true, time.GetUtcNow(), cancellationToken);
        await ending.EndAsync(room.RoomId, sessionId: null, LeaveReason.RoomClosed, cancellationToken);
        return room;
    }
}
