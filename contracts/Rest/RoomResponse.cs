using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

/// <summary>A room, in VideoSDK's shape.</summary>
public sealed record RoomResponse
{
    public required string RoomId { get; init; }

    public string? CustomRoomId { get; init; }

    /// <summary><see cref="RoomId"/> by its older name.</summary>
    public string MeetingId => RoomId;

    /// <summary><see cref="CustomRoomId"/> by its older name.</summary>
    public string? UserMeetingId => CustomRoomId;

    /// <summary>The tenant.</summary>
    public required string UserId { get; init; }

    /// <summary>The tenant, as VideoSDK's lists show it.</summary>
    public RoomUser User => new(UserId);

    public required bool Disabled { get; init; }

    public required StagePolicy StagePolicy { get; init; }

    public IReadOnlyList<string>? AllowedParticipantIds { get; init; }

    public RoomWebhook? Webhook { get; init; }

    public AutoCloseConfig? AutoCloseConfig { get; init; }

    public MultiComposition? MultiComposition { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public required RoomCodecs Codecs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required string Id { get; init; }

    public required RoomLinks Links { get; init; }
}

public sealed record RoomUser(string Id);

public sealed record RoomLinks(
    [property: JsonPropertyName("get_room")] string GetRoom,
    [property: JsonPropertyName("get_session")] string GetSession);
