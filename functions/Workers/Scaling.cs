namespace Serverless.Functions.Workers;

/// <summary>How many workers there should be.</summary>
internal static class Scaling
{
    /// <summary>Above it a worker should have company: people join faster than nodes start.</summary>
    private const double Fill = 0.7;

    /// <param name="workers">All that are known.</param>
    /// <param name="demands">Rooms that wait for a worker or are about to begin.</param>
    /// <param name="now">The time.</param>
    public static int Wanted(IReadOnlyList<WorkerRecord> workers, int demands, DateTimeOffset now)
    {
        var alive = workers.Where(worker => Placement.IsAlive(worker, now)).ToList();
        var capacity = alive.Select(worker => worker.Capacity).DefaultIfEmpty(0).Max();
        var participants = alive.Sum(worker => worker.Participants);
        var forLoad = capacity == 0 ? 0 : (int)Math.Ceiling(participants / (capacity * Fill));
        if (demands == 0)
        {
            return forLoad;
        }

        // One that has room takes those who come; where none has, one more is needed than there is.
        return Placement.Choose(alive, now) is null ? Math.Max(forLoad, alive.Count + 1) : Math.Max(forLoad, 1);
    }
}
