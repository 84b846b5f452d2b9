using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;

namespace Serverless.Functions.Tokens;

/// <summary>Who a verified API token speaks for, and what it allows.</summary>
internal sealed record ApiCaller
{
    public required string TenantId { get; init; }

    /// <summary>Of this very token: the hash of what is signed.</summary>
    public required string TokenId { get; init; }

    /// <summary>Seconds since 1970 UTC.</summary>
    public double? IssuedAt { get; init; }

    public required bool MayJoin { get; init; }

    /// <summary>Must be let in by a moderator.</summary>
    public required bool MayAsk { get; init; }

    public required bool MayModerate { get; init; }

    /// <summary>Role <c>rtc</c>: joins only.</summary>
    public required bool JoinOnly { get; init; }

    /// <summary>Role <c>crawler</c>: REST only.</summary>
    public required bool RestOnly { get; init; }

    public string? RoomId { get; init; }

    public string? ParticipantId { get; init; }

    public ParticipantMode? Mode { get; init; }

    public IReadOnlyList<TrackSource>? Publish { get; init; }

    public string? Name { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <returns>null: this call of the REST API is allowed.</returns>
    public Failure? RefuseRest(bool moderates) => this switch
    {
        { JoinOnly: true } => Failures.Forbidden(
            ProblemCodes.RoleForbidden, "A token with the role rtc is for joining only."),
        { MayModerate: false } when moderates => Failures.Forbidden(
            ProblemCodes.PermissionDenied, "The token needs the permission allow_mod."),
        _ => null,
    };

    /// <returns>null: the token speaks for all of the tenant's rooms and people.</returns>
    public Failure? RefuseWholeTenant() => RoomId is null && ParticipantId is null
        ? null
        : Failures.Forbidden(ProblemCodes.PermissionDenied, "The token is for one room or one person only.");

    /// <returns>null: the token is good for this room.</returns>
    public Failure? RefuseRoom(Room room) => RoomId is null || RoomId == room.RoomId || RoomId == room.CustomRoomId
        ? null
        : Failures.Forbidden(ProblemCodes.WrongRoom, "The token is for another room.");
}
