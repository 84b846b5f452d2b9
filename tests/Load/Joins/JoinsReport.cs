namespace Serverless.Load.Joins;

/// <summary>What one run measured. Times in milliseconds, from when a join was due to its answer.</summary>
internal sealed record JoinsReport
{
    public required string Tables { get; init; }

    /// <summary>Joins that were answered with 200, per second of the measured time.</summary>
    public required double JoinsPerSecond { get; init; }

    public required long Joins { get; init; }

    public required long Errors { get; init; }

    public required double? P50 { get; init; }

    public required double? P90 { get; init; }

    public required double? P99 { get; init; }

    public required double? Worst { get; init; }

    /// <summary>Of the control plane's process, per join.</summary>
    public required double CpuMilliseconds { get; init; }

    public required double ResidentMegabytes { get; init; }

    /// <summary>Of the measured time: all of this machine's processors were in use, and other machines took from them.</summary>
    public required double BusyPercent { get; init; }

    public required double StealPercent { get; init; }

    /// <summary>What the last failed join was told.</summary>
    public string? LastError { get; init; }
}
