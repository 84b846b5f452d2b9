namespace Serverless.Contracts.Signaling;

/// <summary>A participant's one transport. See <see cref="StatsMessage"/> for units.</summary>
public sealed record TransportStats
{
    public required long BitrateSent { get; init; }

    public required long BitrateReceived { get; init; }

    /// <summary>Milliseconds.</summary>
    public double? RttMs { get; init; }

    /// <summary>Share of what was sent that did not arrive, 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>What the path to the receiver carries, as estimated.</summary>
    public long? Estimate { get; init; }

    /// <summary>What the slots were given of the estimate.</summary>
    public long? Allocated { get; init; }

    /// <summary>Packets of all slots that were not forwarded, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Drops { get; init; }
}
