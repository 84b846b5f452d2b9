namespace Serverless.Load.Measure;

/// <summary>All counters at one moment.</summary>
internal sealed record Totals
{
    public required TimeSpan At { get; init; }

    public required long Joined { get; init; }

    public required long JoinFailures { get; init; }

    public required long Connected { get; init; }

    public required long Playing { get; init; }

    public required long Failed { get; init; }

    public required long PacketsIn { get; init; }

    public required long PacketsOut { get; init; }

    public required long Expected { get; init; }

    public required long BytesOut { get; init; }

    public required long KeyFrameRequests { get; init; }

    public required long NotAuthentic { get; init; }

    public required Histogram Delay { get; init; }

    public required Histogram DelayOfEarly { get; init; }

    public required Histogram FirstFrame { get; init; }

    public required Histogram Join { get; init; }

    public required MachineUsage Machine { get; init; }

    public required TimeSpan GeneratorCpu { get; init; }

    /// <summary>Null when its process is not on this machine, or not known.</summary>
    public required ProcessUsage? Worker { get; init; }
}
