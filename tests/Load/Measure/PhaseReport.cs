namespace Serverless.Load.Measure;

/// <summary>A measured part of the run, without the seconds that others took too much of.</summary>
internal sealed record PhaseReport
{
    public required string Name { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Left out because of steal.</summary>
    public required int SecondsLeftOut { get; init; }

    public required double PacketsInPerSecond { get; init; }

    public required double PacketsOutPerSecond { get; init; }

    public required double? DeliveredPercent { get; init; }

    public required double KbpsPerViewer { get; init; }

    public required double? DelayP50 { get; init; }

    public required double? DelayP99 { get; init; }

    public required double? DelayP999 { get; init; }

    /// <summary>Of those who watched before a burst.</summary>
    public required double? EarlyDelayP99 { get; init; }

    /// <summary>CPU time of the worker, all threads, over packets that viewers received.</summary>
    public required double? WorkerMicrosecondsPerPacket { get; init; }

    /// <summary>Bytes of objects that the worker made, whatever for, over packets that viewers received.</summary>
    public required double? AllocatedBytesPerPacket { get; init; }

    /// <summary>Processors' worth.</summary>
    public required double? WorkerCpu { get; init; }

    /// <inheritdoc cref="WorkerCpu"/>
    public required double GeneratorCpu { get; init; }

    /// <summary>What everything else on the generator's machine took, functions included.</summary>
    public required double OtherCpu { get; init; }

    public required double StealPercent { get; init; }
}
