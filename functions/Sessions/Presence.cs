using System.Text.Json;
using Serverless.Contracts.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>Row <c>j-{sessionId}-{connectionKey}</c> beside the participations: a join that is under way or stands. Deleted when it ends.</summary>
internal sealed record Presence
{
    /// <summary>Of the newest join or resume.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of the join itself.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>What a worker that takes the room over must know of this person.</summary>
    public required Ticket Ticket { get; init; }

    public JsonElement? Metadata { get; init; }
}
