using Serverless.Contracts.Internal;

namespace Serverless.Functions.Workers;

/// <summary>Which worker takes a room that is on none. A room that is on one stays there.</summary>
internal static class Placement
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    /// <summary>A heartbeat that is three seconds late: the worker is asked before it is trusted.</summary>
    public static readonly TimeSpan Late = Heartbeat + TimeSpan.FromSeconds(3);

    /// <summary>Too long for a slow network or a busy moment: the worker takes no new rooms.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static bool IsAlive(WorkerRecord worker, DateTimeOffset now) =>
        worker is { Suspect: false, State: not WorkerState.Stopped } && now - worker.ReportedAt <= Silence;

    /// <summary>Only /health can say now whether it lives.</summary>
    public static bool IsSuspect(WorkerRecord worker, DateTimeOffset now) =>
        worker.Suspect || now - worker.ReportedAt > Late;

    /// <summary>The least loaded that is ready and has room, one whose heartbeat is late only for want of others; null: none.</summary>
    public static WorkerRecord? Choose(IEnumerable<WorkerRecord> workers, DateTimeOffset now) => workers
        .Where(worker => worker.State == WorkerState.Ready
            && worker.Participants < worker.Capacity
            && IsAlive(worker, now))
        .OrderBy(worker => IsSuspect(worker, now))
        .ThenBy(worker => (double)worker.Participants / worker.Capacity)
        .ThenBy(worker => worker.WorkerId, StringComparer.Ordinal)
        .FirstOrDefault();
}
