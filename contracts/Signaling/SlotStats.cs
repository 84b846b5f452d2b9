using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>What one receive slot got. See <see cref="StatsMessage"/> for units.</summary>
public sealed record SlotStats
{
    public required SlotKind Kind { get; init; }

    /// <summary>0-based among the slots of its kind.</summary>
    public required int Slot { get; init; }

    /// <summary>Absent: the slot is empty.</summary>
    public string? ParticipantId { get; init; }

    /// <summary>Absent: the slot is empty.</summary>
    public TrackSource? Source { get; init; }

    public required long Bitrate { get; init; }

    /// <summary>Share of its packets that did not arrive at first, 0 to 1.</summary>
    public double? Loss { get; init; }

    public required long PacketsSent { get; init; }

    /// <summary>Packets sent again because the receiver missed them.</summary>
    public required long PacketsResent { get; init; }

    /// <summary>What the allocation aims at; absent for sound and for empty slots.</summary>
    public StatsLayer? TargetLayer { get; init; }

    /// <summary>What is forwarded; absent while nothing is.</summary>
    public StatsLayer? CurrentLayer { get; init; }

    /// <summary>Times that nothing of a live picture was forwarded for half a second.</summary>
    public required long Freezes { get; init; }

    /// <summary>Packets of the source that were not forwarded, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Drops { get; init; }
}

/// <param name="Spatial">0 is the smallest; of a simulcast 0, 1, 2 are q, h, f.</param>
/// <param name="Temporal">0 is the slowest.</param>
public sealed record StatsLayer(int Spatial, int Temporal);
