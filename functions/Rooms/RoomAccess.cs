using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Rooms;

/// <summary>
/// Rooms as one credential may see them. Another tenant's room is not found, by the same reads and in the same words as one
/// that does not exist.
/// </summary>
internal sealed class RoomAccess(RoomStore rooms)
{
    public async Task<Outcome<Room>> FindAsync(ApiCaller caller, string id, CancellationToken cancellationToken) =>
        await rooms.FindAsync(caller.TenantId, id, cancellationToken) is { } room
            ? caller.RefuseRoom(room) is { } refused ? refused : room
            : Failures.RoomNotFound(id);

    public async Task<Outcome<Room>> FindAsync(Moderator moderator, string id, CancellationToken cancellationToken) =>
        await rooms.FindAsync(moderator.TenantId, id, cancellationToken) is { } room
            ? moderator.RefuseRoom(room) is { } refused ? refused : room
            : Failures.RoomNotFound(id);
}
