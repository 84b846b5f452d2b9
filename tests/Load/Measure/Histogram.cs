using System.Numerics;

namespace Serverless.Load.Measure;

/// <summary>
/// Counts of durations in buckets that grow with the value: 32 to each doubling, so a percentile is off by at most 3 %. Written by one
/// thread; a reader may see it a moment late.
/// </summary>
internal sealed class Histogram
{
    private const int BitsPerDoubling = 5;
    private const int SubBuckets = 1 << BitsPerDoubling;

    private readonly long[] _counts = new long[(64 - BitsPerDoubling) * SubBuckets];

    public long Count => _counts.Sum();

    public void Add(long microseconds) => _counts[BucketOf(Math.Max(0, microseconds))]++;

    public void Add(Histogram other)
    {
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }
    }

    /// <summary>What was added since a copy was taken.</summary>
    public Histogram Since(Histogram before)
    {
        var difference = new Histogram();
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            difference._counts[bucket] = _counts[bucket] - before._counts[bucket];
        }

        return difference;
    }

    public Histogram Copy() => Since(new Histogram());

    /// <param name="quantile">From 0 to 1.</param>
    /// <returns>Microseconds; null when nothing was counted.</returns>
    public long? Quantile(double quantile)
    {
        var count = Count;
        if (count == 0)
        {
            return null;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(quantile * count));
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
            {
                return UpperEdge(bucket);
            }
        }

        return UpperEdge(_counts.Length - 1);
    }

    private static int BucketOf(long value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - BitsPerDoubling;
        return ((shift + 1) << BitsPerDoubling) + (int)((value >> shift) & (SubBuckets - 1));
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var shift = (bucket >> BitsPerDoubling) - 1;
        return (((long)SubBuckets + (bucket & (SubBuckets - 1)) + 1) << shift) - 1;
    }
}
