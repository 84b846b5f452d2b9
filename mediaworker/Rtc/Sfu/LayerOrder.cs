using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu;

/// <summary>Which simulcast layer is the better one: by the size of its pictures, and until they are known by the names in use.</summary>
internal static class LayerOrder
{
    /// <summary>Quarter, half, full; and low, middle, high. An h alone could be of either, and is alone.</summary>
    private static readonly string[] Names = ["qhf", "lmh"];

    /// <summary>RIDs from the least layer to the best; names that say nothing keep the order of the SDP.</summary>
    public static IReadOnlyList<StreamId> Sort(IReadOnlyList<string> rids)
    {
        var known = Array.Find(Names, names => rids.All(rid => rid.Length == 1 && names.Contains(rid[0])));
        var sorted = known is null ? rids : [.. rids.OrderBy(rid => known.IndexOf(rid[0]))];
        return [.. sorted.Select(rid => StreamId.TryParse(rid, out var id) ? id : default).Where(id => !id.IsEmpty)];
    }

    /// <summary>Puts layers in order once the sizes of all are known.</summary>
    public static void Sort(Layer[] layers)
    {
        if (layers.Length > 1 && Array.TrueForAll(layers, static layer => layer.Size.IsKnown))
        {
            Array.Sort(layers, static (left, right) => Area(left) == Area(right)
                ? left.Index.CompareTo(right.Index)
                : Area(left).CompareTo(Area(right)));
        }

        for (var index = 0; index < layers.Length; index++)
        {
            layers[index].Index = index;
        }
    }

    private static int Area(Layer layer) => layer.Size.Width * layer.Size.Height;
}
