using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;

namespace Serverless.Functions.Tokens;

/// <summary>Somebody who may act on others: a tenant's back end, or a participant whose ticket says so.</summary>
/// <param name="TenantId">Of the credential.</param>
/// <param name="RoomId">The only room it is for; null: all of the tenant's.</param>
internal sealed record Moderator(string TenantId, string? RoomId)
{
    /// <returns>null: this room may be moderated.</returns>
    public Failure? RefuseRoom(Room room) => RoomId is null || RoomId == room.RoomId || RoomId == room.CustomRoomId
        ? null
        : Failures.Forbidden(ProblemCodes.WrongRoom, "The credential is for another room.");
}
