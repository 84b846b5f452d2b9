using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>What one receive slot of a participant got.</summary>
public sealed record SlotSnapshot
{
    /// <summary>Which slot, and what plays in it.</summary>
    public required SlotState State { get; init; }

    /// <summary>Payload in the slot's own stream.</summary>
    public required Bitrate Bitrate { get; init; }

    /// <summary>Since the slot was negotiated.</summary>
    public required long Packets { get; init; }

    /// <summary>Of payload.</summary>
    public required long Bytes { get; init; }

    /// <summary>Packets sent again because the receiver missed them.</summary>
    public required long Repairs { get; init; }

    /// <summary>Part of the packets that the receiver missed, by its last report; null before the first.</summary>
    public required double? Loss { get; init; }

    /// <summary>What the slot should show; null for sound, without a source, and while paused.</summary>
    public required LayerPlace? Target { get; init; }

    /// <summary>What it shows; null while nothing is forwarded, and for sound.</summary>
    public required LayerPlace? Current { get; init; }

    /// <summary>Times that a live picture stood still for half a second.</summary>
    public required long Freezes { get; init; }

    /// <summary>Packets of what played that were not forwarded; reasons without any are left out.</summary>
    public required IReadOnlyDictionary<DropReason, long> Drops { get; init; }
}
