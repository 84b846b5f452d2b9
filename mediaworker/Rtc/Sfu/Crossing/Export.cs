namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>A publication of this shard that has replicas on others: what their viewers want counts as that of viewers here.</summary>
internal sealed class Export(Publication publication)
{
    /// <summary>By shard; a bit for each layer that somebody watches there.</summary>
    private readonly Dictionary<int, int> _watched = [];

    public Publication Publication { get; } = publication;

    /// <summary>What a shard's viewers watch from now on.</summary>
    public void Watch(int shard, int layers)
    {
        var before = _watched.GetValueOrDefault(shard);
        if (before != layers)
        {
            _watched[shard] = layers;
            Publication.Demand.Change(before, layers);
            Publication.Publisher.Wake(Publication.NextDemand);
        }
    }
}
