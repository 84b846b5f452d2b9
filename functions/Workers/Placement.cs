using Serverless.Contracts.Internal;

namespace Serverless.Functions.Workers;

/// <summary>Which worker takes a room that is on none. A room that is on one stays there.</summary>
internal static class Placement
{
    /// <summary>Three missed heartbeats.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static bool IsAlive(WorkerRecord worker, DateTimeOffset now) =>
        worker is { Suspect: false, State: not WorkerState.Stopped } && now - worker.ReportedAt <= Silence;

    /// <summary>The least loaded that is ready and has room; null: none.</summary>
    public static WorkerRecord? Choose(IEnumerable<WorkerRecord> workers, DateTimeOffset now) => workers
        .Where(worker => worker.State == WorkerState.Ready
            && worker.Participants < worker.Capacity
            && IsAlive(worker, now))
        .OrderBy(worker => (double)worker.Participants / worker.Capacity)
        .ThenBy(worker => worker.WorkerId, StringComparer.Ordinal)
        .FirstOrDefault();
}
