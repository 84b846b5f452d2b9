using Serverless.Rtc.Sfu.Crossing;

namespace Serverless.Rtc.Sfu;

/// <param name="UnixMicrosecondsAtZero">Wall clock at <see cref="Units.Instant"/> zero, for sender reports.</param>
public sealed record MediaEngineConfig(long UnixMicrosecondsAtZero)
{
    /// <summary>The engine's number among those of the worker, from 0.</summary>
    public int Shard { get; init; }

    /// <summary>The worker's other engines, all of them. A room may have participants on each.</summary>
    public IReadOnlyList<INeighbour> Neighbours { get; init; } = [];
}
