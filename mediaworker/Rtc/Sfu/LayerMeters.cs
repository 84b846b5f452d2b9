using System.Runtime.CompilerServices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>What each spatial and temporal layer of a stream brings, without what it builds on.</summary>
[InlineArray(SpatialLayers * TemporalLayers)]
internal struct LayerMeters
{
    public const int SpatialLayers = 3;
    public const int TemporalLayers = 3;

    private RateMeter _first;

    /// <summary>Layers above those that are told apart count as the highest of these.</summary>
    public void Add(Instant now, int spatial, int temporal, int bytes) => this[Place(spatial, temporal)].Add(now, bytes);

    /// <summary>Of a layer and all that it builds on.</summary>
    public readonly Bitrate Rate(Instant now, int spatial, int temporal)
    {
        var sum = Bitrate.Zero;
        for (var s = 0; s <= Math.Min(spatial, SpatialLayers - 1); s++)
        {
            for (var t = 0; t <= Math.Min(temporal, TemporalLayers - 1); t++)
            {
                sum += this[Place(s, t)].Rate(now);
            }
        }

        return sum;
    }

    private static int Place(int spatial, int temporal) =>
        (Math.Min(spatial, SpatialLayers - 1) * TemporalLayers) + Math.Min(temporal, TemporalLayers - 1);
}
