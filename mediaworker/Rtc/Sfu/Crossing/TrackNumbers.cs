namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>Numbers of which no two on all engines of a worker are the same.</summary>
/// <param name="shard">This engine's.</param>
/// <param name="shards">How many there are.</param>
internal sealed class TrackNumbers(int shard = 0, int shards = 1)
{
    private uint _count;

    public uint Next() => (++_count * (uint)shards) + (uint)shard;
}
