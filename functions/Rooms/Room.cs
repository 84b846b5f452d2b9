using Serverless.Contracts.Rest;

namespace Serverless.Functions.Rooms;

/// <summary>Row <c>room</c> in partition <c>{roomId}</c> of table <c>rooms</c>.</summary>
internal sealed record Room
{
    public required string RoomId { get; init; }

    public required string TenantId { get; init; }

    public string? CustomRoomId { get; init; }

    public bool Disabled { get; init; }

    public required StagePolicy StagePolicy { get; init; }

    public IReadOnlyList<string>? AllowedParticipantIds { get; init; }

    public RoomWebhook? Webhook { get; init; }

    public AutoCloseConfig? AutoCloseConfig { get; init; }

    public MultiComposition? MultiComposition { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Null: the usual ones, whichever those are by then.</summary>
    public RoomCodecs? Codecs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>VideoSDK's <c>id</c>: made of the room's, so that it can be looked up without an index of its own.</summary>
    public string Id => IdPrefix + RoomId;

    public const string IdPrefix = "r-";
}
