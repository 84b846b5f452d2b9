using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <param name="Cluster">Which probe.</param>
/// <param name="Rate">What the path carried.</param>
/// <param name="IsSaturated">It was less than what was sent, so it is the path's capacity or our share of it.</param>
internal readonly record struct ProbeResult(byte Cluster, Bitrate Rate, bool IsSaturated)
{
    /// <summary>Its packets arrived as no path spaces them, so that their spacing says nothing of it.</summary>
    public static ProbeResult Inconclusive(byte cluster) => new(cluster, Bitrate.Zero, IsSaturated: false);

    public bool IsConclusive => Rate > Bitrate.Zero;
}
