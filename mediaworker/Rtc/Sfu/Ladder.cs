using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// The qualities in which a publication can be had, from the least to the best: each simulcast or spatial layer in each of its
/// frame rates. It grows when packets show further layers; what was the best before stays the best. A larger picture of a camera at
/// a quarter of its frame rate is none of them: it costs as much as the next smaller one in full motion, and looks like a slide show.
/// </summary>
internal sealed class Ladder(Publication publication)
{
    /// <summary>Of neighbouring layers, half as wide and high as the next, in usual settings.</summary>
    private const double RateStep = 3;

    /// <summary>At most nine.</summary>
    public int Count => Temporals + ((Heights - 1) * Upper);

    private int Heights => publication.IsSimulcast ? publication.Layers.Length : publication.Layers[0].SpatialLayers;

    /// <summary>Frame rates of each height.</summary>
    public int Temporals
    {
        get
        {
            var most = 1;
            foreach (var layer in publication.Layers)
            {
                most = Math.Max(most, layer.TemporalLayers);
            }

            return most;
        }
    }

    /// <summary>Frame rates of each height but the least.</summary>
    private int Upper => Temporals == LayerMeters.TemporalLayers && publication.Source == MediaSource.Camera ? Temporals - 1 : Temporals;

    /// <summary>The best of a kind takes all there is, so that it means the same when a further layer is seen.</summary>
    public Rung this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (height, temporal) = Place(index);
            var isTop = height == Heights - 1;
            return new Rung(
                publication.IsSimulcast && !isTop ? (byte)height : Rung.All,
                publication.IsSimulcast || isTop ? Rung.All : (byte)height,
                temporal == Temporals - 1 ? Rung.All : (byte)temporal);
        }
    }

    public int IndexOf(Rung rung)
    {
        var height = Math.Min(publication.IsSimulcast ? rung.Layer : rung.Spatial, Heights - 1);
        var temporal = Math.Min(rung.Temporal, Temporals - 1);
        return height == 0 ? temporal : Temporals + ((height - 1) * Upper) + Math.Max(0, temporal - (Temporals - Upper));
    }

    /// <summary>Which layer, by quality, and which of its frame rates.</summary>
    public (int Height, int Temporal) Place(int index)
    {
        if (index < Temporals)
        {
            return (0, index);
        }

        var (above, rate) = Math.DivRem(index - Temporals, Upper);
        return (above + 1, rate + Temporals - Upper);
    }

    /// <summary>
    /// What the quality costs, all that it builds on included: as measured; of a layer that is switched off, what it was; of one
    /// never seen, a guess by its neighbour.
    /// </summary>
    public Bitrate Rate(Instant now, int index)
    {
        var (height, temporal) = Place(index);
        if (!publication.IsSimulcast)
        {
            return publication.Layers[0].Rate(now, height, temporal);
        }

        for (var distance = 0; distance < Heights; distance++)
        {
            if (Known(now, height - distance, temporal) is { } lower)
            {
                return lower * Math.Pow(RateStep, distance);
            }

            if (Known(now, height + distance, temporal) is { } higher)
            {
                return higher * Math.Pow(RateStep, -distance);
            }
        }

        return Bitrate.Zero;
    }

    /// <summary>Of the pictures; where it is not known, by that of a neighbour, and unknown where there is none.</summary>
    public FrameSize Size(int index)
    {
        var (height, _) = Place(index);
        if (!publication.IsSimulcast)
        {
            return Halve(publication.Layers[0].Size, Heights - 1 - height);
        }

        foreach (var layer in publication.Layers)
        {
            if (layer.Index == height && layer.Size.IsKnown)
            {
                return layer.Size;
            }
        }

        foreach (var layer in publication.Layers)
        {
            if (layer.Size.IsKnown)
            {
                return Halve(layer.Size, layer.Index - height);
            }
        }

        return default;
    }

    /// <summary>The least quality that fills that many pixels of a screen at full frame rate; the best if none does.</summary>
    public int Fit(int width, int height)
    {
        for (var index = Temporals - 1; index < Count; index += Upper)
        {
            if (Size(index).Covers(width, height))
            {
                return index;
            }
        }

        return Count - 1;
    }

    private Bitrate? Known(Instant now, int height, int temporal) =>
        height >= 0 && height < Heights && publication.Layers[height].Rate(now, Rung.All, temporal) is var rate
        && rate > Bitrate.Zero
            ? rate
            : null;

    private static FrameSize Halve(FrameSize size, int times) => times >= 0
        ? new FrameSize(size.Width >> times, size.Height >> times)
        : new FrameSize(size.Width << -times, size.Height << -times);
}
