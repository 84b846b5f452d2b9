using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>One stream of a published track.</summary>
public sealed record LayerSnapshot
{
    /// <summary>Empty without simulcast.</summary>
    public required string Rid { get; init; }

    public required Bitrate Bitrate { get; init; }

    /// <summary>Part of the packets that did not arrive at first; null while nothing came.</summary>
    public required double? Loss { get; init; }

    public required TimeSpan? Jitter { get; init; }

    public required long Packets { get; init; }

    /// <summary>Somebody watches it now.</summary>
    public required bool IsWatched { get; init; }
}
