using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>Row <c>p-{hash of participantId}</c> in partition <c>{sessionId}</c> of table <c>participants</c>: one person in one session.</summary>
internal sealed record Participation
{
    public required string ParticipantId { get; init; }

    /// <summary>Of the newest join; an older key no longer speaks for this person.</summary>
    public required string ConnectionKey { get; init; }

    public required string DisplayName { get; init; }

    public required ParticipantMode Mode { get; init; }

    public JsonElement? Metadata { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Tickets below it are refused at resume and renewal.</summary>
    public int TokenEpoch { get; init; }

    public DateTimeOffset? LeftAt { get; init; }

    public LeaveReason? Reason { get; init; }
}
