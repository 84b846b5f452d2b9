namespace Serverless.Rtc.Sfu.Stats;

/// <summary>How many values are up to each of some bounds, and how many above the last.</summary>
/// <param name="bounds">In rising order.</param>
internal readonly struct Bands<T>(IReadOnlyList<T> bounds)
    where T : IComparable<T>
{
    public int[] Counts { get; } = new int[bounds.Count + 1];

    public void Add(T value)
    {
        var place = 0;
        while (place < bounds.Count && value.CompareTo(bounds[place]) > 0)
        {
            place++;
        }

        Counts[place]++;
    }
}
