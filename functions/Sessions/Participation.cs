using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Sessions;

/// <summary>Row <c>p-{sessionId}-{hash of participantId}</c> in partition <c>{roomId}</c> of table <c>sessions</c>: one person in one session.</summary>
internal sealed record Participation
{
    public required string ParticipantId { get; init; }

    /// <summary>Of the newest join; an older key no longer speaks for this person.</summary>
    public required string ConnectionKey { get; init; }

    public required string DisplayName { get; init; }

    public required ParticipantMode Mode { get; init; }

    public JsonElement? Metadata { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Times before this one, oldest first; at most <see cref="MaxEarlier"/>.</summary>
    public IReadOnlyList<Stay>? Earlier { get; init; }

    /// <summary>How long those were that no longer fit into <see cref="Earlier"/>.</summary>
    public double ForgottenSeconds { get; init; }

    /// <summary>Tickets below it are refused at resume and renewal.</summary>
    public int TokenEpoch { get; init; }

    /// <summary>What the newest join came with; null: not known.</summary>
    public DeviceInfo? Device { get; init; }

    /// <summary>Of the API token that the newest join came with.</summary>
    public string? TokenId { get; init; }

    /// <summary>null: nobody is told of this person.</summary>
    public EventTrail? Trail { get; init; }

    public DateTimeOffset? LeftAt { get; init; }

    public LeaveReason? Reason { get; init; }

    public const int MaxEarlier = 49;

    /// <summary>All times of this person, oldest first. They do not overlap: a newer join ends the one before.</summary>
    public IReadOnlyList<Stay> Stays => [.. Earlier ?? [], new Stay(JoinedAt, LeftAt, Mode)];

    /// <summary>This join after the person's earlier ones.</summary>
    public Participation After(Participation before)
    {
        var left = before.LeftAt is { } end && end < JoinedAt ? end : JoinedAt;
        Stay[] earlier = [.. before.Earlier ?? [], new Stay(before.JoinedAt, left, before.Mode)];
        var forgotten = earlier.Length > MaxEarlier ? earlier[0].SecondsUntil(JoinedAt) : 0;
        return this with
        {
            Earlier = earlier.Length > MaxEarlier ? earlier[1..] : earlier,
            ForgottenSeconds = before.ForgottenSeconds + forgotten,
            TokenEpoch = Math.Max(before.TokenEpoch, TokenEpoch),
        };
    }
}

/// <summary>One time that a person was in the room.</summary>
/// <param name="Start">Of the join.</param>
/// <param name="End">null: still there.</param>
/// <param name="Mode">With what rights to media.</param>
internal sealed record Stay(DateTimeOffset Start, DateTimeOffset? End, ParticipantMode Mode)
{
    /// <summary>Its length, cut off at <paramref name="end"/>. Workers' clocks may differ from ours: never negative.</summary>
    public double SecondsUntil(DateTimeOffset end) =>
        Math.Max(0, ((End is { } left && left < end ? left : end) - Start).TotalSeconds);
}
