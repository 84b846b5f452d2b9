namespace Serverless.Contracts.Rest;

/// <summary>One live occupancy of a room.</summary>
public sealed record SessionResponse
{
    public required string Id { get; init; }

    public required string RoomId { get; init; }

    public string? CustomRoomId { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>Absent while the session is live.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary><c>ongoing</c> or <c>ended</c>.</summary>
    public required string Status { get; init; }
}
