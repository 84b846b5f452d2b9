using Serverless.Rtc.Sfu.Crossing;

namespace Serverless.Worker.Media.Crossing;

/// <summary>The ways from each shard to each other one.</summary>
internal sealed class ShardLinks
{
    private readonly ShardLink[,] _links;

    public ShardLinks(int shards)
    {
        _links = new ShardLink[shards, shards];
        foreach (var (from, to) in Pairs())
        {
            _links[from, to] = new ShardLink();
        }
    }

    /// <summary>All other shards, as that one sees them.</summary>
    public IReadOnlyList<INeighbour> NeighboursOf(int shard) =>
        [.. Pairs().Where(pair => pair.From == shard).Select(pair => new Neighbour(pair.To, _links[shard, pair.To], _links[pair.To, shard]))];

    /// <summary>How to wake a shard when something is there for it.</summary>
    public void OnWaiting(int shard, Action wake)
    {
        foreach (var (from, to) in Pairs().Where(pair => pair.To == shard))
        {
            _links[from, to].Wake = wake;
        }
    }

    private IEnumerable<(int From, int To)> Pairs() =>
        from first in Enumerable.Range(0, _links.GetLength(0))
        from second in Enumerable.Range(0, _links.GetLength(0))
        where first != second
        select (first, second);
}
