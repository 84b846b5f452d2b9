namespace Serverless.Load.Measure;

/// <summary>What happened between two looks at the counters.</summary>
internal sealed record Interval(Totals From, Totals To)
{
    public double Seconds => (To.At - From.At).TotalSeconds;

    public long PacketsIn => To.PacketsIn - From.PacketsIn;

    public long PacketsOut => To.PacketsOut - From.PacketsOut;

    public double KbpsPerViewer => To.Playing == 0 ? 0 : (To.BytesOut - From.BytesOut) * 8 / 1000.0 / Seconds / To.Playing;

    /// <summary>Percent.</summary>
    public double? Delivered => Percent(PacketsOut, To.Expected - From.Expected);

    public Histogram Delay => To.Delay.Since(From.Delay);

    public Histogram DelayOfEarly => To.DelayOfEarly.Since(From.DelayOfEarly);

    /// <summary>Of all processors, 0 to 1.</summary>
    public double Steal => To.Machine.StealShareSince(From.Machine);

    public double Busy => To.Machine.BusyShareSince(From.Machine);

    /// <summary>Processors' worth.</summary>
    public double GeneratorCpu => (To.GeneratorCpu - From.GeneratorCpu).TotalSeconds / Seconds;

    /// <inheritdoc cref="GeneratorCpu"/>
    public double? WorkerCpu => WorkerTime?.TotalSeconds / Seconds;

    /// <summary>Everything else on this machine, functions included.</summary>
    /// <inheritdoc cref="GeneratorCpu"/>
    public double OtherCpu => Math.Max(0, (Busy * Environment.ProcessorCount) - GeneratorCpu - (WorkerCpu ?? 0));

    public TimeSpan? WorkerTime => To.Worker?.Cpu - From.Worker?.Cpu;

    private static double? Percent(long part, long whole) => whole <= 0 ? null : 100.0 * part / whole;
}
