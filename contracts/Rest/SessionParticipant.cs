using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Rest;

/// <summary>A person in a session's history.</summary>
public sealed record SessionParticipant
{
    /// <summary>VideoSDK's second id.</summary>
    [JsonPropertyName("_id")]
    public required string Id { get; init; }

    public required string ParticipantId { get; init; }

    public required string Name { get; init; }

    /// <summary>The newest.</summary>
    public required ParticipantMode Mode { get; init; }

    /// <summary>When the person was there, oldest first; the last 50 times.</summary>
    public required IReadOnlyList<TimeSpent> Timelog { get; init; }

    /// <summary>The mode of each time.</summary>
    public required IReadOnlyList<ModeSpent> ChangeModeHistory { get; init; }

    public ParticipantMediaEvents Events { get; init; } = ParticipantMediaEvents.None;

    /// <summary>Of the newest join.</summary>
    public DeviceInfo DeviceInfo { get; init; } = new();
}

/// <param name="Start">UTC.</param>
/// <param name="End">null: still there.</param>
public sealed record TimeSpent(
    DateTimeOffset Start, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? End);

public sealed record ModeSpent(ParticipantMode Mode, IReadOnlyList<TimeSpent> Timelog);
