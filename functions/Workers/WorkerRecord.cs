using Serverless.Contracts.Internal;

namespace Serverless.Functions.Workers;

/// <summary>Row <c>w-{workerId}</c> in partition <c>workers</c>: the last heartbeat.</summary>
internal sealed record WorkerRecord
{
    public required string WorkerId { get; init; }

    public required Uri Url { get; init; }

    public required WorkerState State { get; init; }

    public required int Capacity { get; init; }

    public required int Participants { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>Functions could not reach it. The next heartbeat clears this.</summary>
    public bool Suspect { get; init; }
}
