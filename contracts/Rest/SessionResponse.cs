using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

/// <summary>One live occupancy of a room, in both of VideoSDK's shapes.</summary>
public sealed record SessionResponse
{
    public required string Id { get; init; }

    public required string RoomId { get; init; }

    public string? CustomRoomId { get; init; }

    /// <summary><see cref="RoomId"/> by its older name.</summary>
    public string MeetingId => RoomId;

    /// <summary><see cref="CustomRoomId"/> by its older name.</summary>
    public string? UserMeetingId => CustomRoomId;

    /// <summary>The tenant.</summary>
    public required string UserId { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>null while the session is live.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? End { get; init; }

    /// <summary><c>ongoing</c> or <c>ended</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Seconds from start to end; absent while the session is live.</summary>
    public double? ActiveDuration { get; init; }

    /// <summary>VideoSDK's address of a file with the chat; always null here: the room's log has it (<c>GET …/log</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ChatLink { get; init; }

    /// <summary>Absent where the call does not list them; in lists of sessions the first 100.</summary>
    public IReadOnlyList<SessionParticipant>? Participants { get; init; }

    public required SessionLinks Links { get; init; }
}

public sealed record SessionLinks(
    [property: JsonPropertyName("get_room")] string GetRoom,
    [property: JsonPropertyName("get_session")] string GetSession);
