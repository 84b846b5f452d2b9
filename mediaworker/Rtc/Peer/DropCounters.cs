namespace Serverless.Rtc.Peer;

/// <summary>One counter for each <see cref="DropReason"/>. Written by one thread; a reader may see a value a moment late.</summary>
public sealed class DropCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<DropReason>().Length];

    public long this[DropReason reason] => _counts[(int)reason];

    /// <summary>The reasons that had any.</summary>
    public IReadOnlyDictionary<DropReason, long> ToDictionary()
    {
        var dropped = new Dictionary<DropReason, long>();
        for (var reason = 0; reason < _counts.Length; reason++)
        {
            if (_counts[reason] > 0)
            {
                dropped.Add((DropReason)reason, _counts[reason]);
            }
        }

        return dropped;
    }

    public long Total { get; private set; }

    public void Add(DropReason reason, int count = 1)
    {
        _counts[(int)reason] += count;
        Total += count;
    }
}
