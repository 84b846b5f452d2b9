using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Rest;

/// <summary>200 of join and resume.</summary>
public sealed record JoinResponse
{
    public string State { get; init; } = "joined";

    public required Participant Participant { get; init; }

    public required JoinedSession Session { get; init; }

    /// <summary>Absent with SIGNALLING_ONLY.</summary>
    public string? Answer { get; init; }

    public required PubSubAccess Pubsub { get; init; }

    public required TicketGrant Ticket { get; init; }

    public required RoomSnapshot Snapshot { get; init; }

    /// <summary>How long each stage of the join took on the server, in order.</summary>
    public required IReadOnlyList<StageTiming> Timings { get; init; }
}

public sealed record JoinedSession(string SessionId, string RoomId, DateTimeOffset StartedAt);

/// <summary>A Web PubSub client access URL and the groups it speaks for. The client is a member of feed and private already.</summary>
public sealed record PubSubAccess(string Url, string SignalingGroup, string UpGroup, string FeedGroup, string PrivateGroup);

/// <param name="Token">The ticket itself.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RenewAfterSeconds">When a client should ask for the next one.</param>
public sealed record TicketGrant(string Token, DateTimeOffset ExpiresAt, int RenewAfterSeconds);

public sealed record StageTiming(string Stage, double Milliseconds);
