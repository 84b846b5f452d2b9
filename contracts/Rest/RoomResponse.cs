using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

/// <summary>A room, in VideoSDK's shape.</summary>
public sealed record RoomResponse
{
    public required string RoomId { get; init; }

    public string? CustomRoomId { get; init; }

    /// <summary>The tenant.</summary>
    public required string UserId { get; init; }

    public required bool Disabled { get; init; }

    public required StagePolicy StagePolicy { get; init; }

    public IReadOnlyList<string>? AllowedParticipantIds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required string Id { get; init; }

    public required RoomLinks Links { get; init; }
}

public sealed record RoomLinks(
    [property: JsonPropertyName("get_room")] string GetRoom,
    [property: JsonPropertyName("get_session")] string GetSession);
