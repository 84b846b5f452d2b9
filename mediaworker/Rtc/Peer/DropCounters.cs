namespace Serverless.Rtc.Peer;

/// <summary>One counter for each <see cref="DropReason"/>. Written by one thread; a reader may see a value a moment late.</summary>
public sealed class DropCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<DropReason>().Length];

    public long this[DropReason reason] => _counts[(int)reason];

    public void Add(DropReason reason, int count = 1) => _counts[(int)reason] += count;
}
