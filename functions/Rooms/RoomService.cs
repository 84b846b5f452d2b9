using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Rooms;

internal sealed class RoomService(
    RoomStore rooms, SessionEnding ending, ISecrets secrets, TimeProvider time, FunctionsOptions options)
{
    private readonly string _publicUrl = options.PublicUrl.ToString().TrimEnd('/');

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
        var room = new Room
        {
            RoomId = secrets.Code(),
            TenantId = caller.TenantId,
            CustomRoomId = request.CustomRoomId,
            StagePolicy = request.StagePolicy ?? StagePolicy.Invited,
            AllowedParticipantIds = request.AllowedParticipantIds,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return ToResponse(await rooms.AddAsync(room, cancellationToken));
    }

    public async Task<Outcome<RoomResponse>> GetAsync(
        ApiCaller caller, string id, CancellationToken cancellationToken)
    {
        if (await rooms.FindAsync(caller.TenantId, id, cancellationToken) is not { } room)
        {
            return Failures.RoomNotFound(id);
        }

        return caller.RefuseRoom(room) is { } refused ? refused : ToResponse(room);
    }

    /// <summary>For ever; whoever is in the room has to go.</summary>
    public async Task<Outcome<RoomResponse>> DeactivateAsync(
        ApiCaller caller, string roomId, CancellationToken cancellationToken)
    {
        // A customRoomId is not taken here, as in VideoSDK: what is for ever asks for the exact room.
        if (await rooms.GetAsync(roomId, cancellationToken) is not { } room || room.TenantId != caller.TenantId)
        {
            return Failures.RoomNotFound(roomId);
        }

        if (caller.RefuseRoom(room) is { } refused)
        {
            return refused;
        }

        room = await rooms.DisableAsync(room, time.GetUtcNow(), cancellationToken);
        await ending.EndAsync(room, sessionId: null, LeaveReason.RoomClosed, cancellationToken);
        return ToResponse(room);
    }

    private RoomResponse ToResponse(Room room) => new()
    {
        RoomId = room.RoomId,
        CustomRoomId = room.CustomRoomId,
        UserId = room.TenantId,
        Disabled = room.Disabled,
        StagePolicy = room.StagePolicy,
        AllowedParticipantIds = room.AllowedParticipantIds,
        CreatedAt = room.CreatedAt,
        UpdatedAt = room.UpdatedAt,
        Id = room.Id,
        Links = new RoomLinks($"{_publicUrl}/v2/rooms/{room.RoomId}", $"{_publicUrl}/v2/sessions/"),
    };
}
