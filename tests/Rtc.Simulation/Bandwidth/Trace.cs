namespace Serverless.Rtc.Simulation.Bandwidth;

/// <summary>Target of a flow and queue of its link, every 50 ms.</summary>
internal sealed class Trace
{
    private readonly List<(double At, double Target, double Queue)> _samples = [];

    public Trace(VirtualClock clock, ViewerFlow flow, Bottleneck link)
    {
        clock.Every(TimeSpan.FromMilliseconds(50), () => _samples.Add((
            clock.Elapsed.TotalSeconds, flow.Target.BitsPerSecond / 1000.0, link.QueueingDelay.TotalMilliseconds)));
    }

    /// <summary>Over seconds of the run, in kbit/s.</summary>
    public double Mean(double from, double to) => Between(from, to).Average(sample => sample.Target);

    public double Lowest(double from, double to) => Between(from, to).Min(sample => sample.Target);

    public double Highest(double from, double to) => Between(from, to).Max(sample => sample.Target);

    /// <summary>Milliseconds: nine tenths and more of the samples are not above.</summary>
    public double Queue(double from, double to, double part = 0.95)
    {
        var sorted = Between(from, to).Select(sample => sample.Queue).Order().ToArray();
        return sorted[(int)((sorted.Length - 1) * part)];
    }

    /// <summary>Seconds from <paramref name="from"/> until the target first was at least this many kbit/s.</summary>
    public double TimeToReach(double from, double kilobits) =>
        _samples.Where(sample => sample.At >= from && sample.Target >= kilobits).Select(sample => sample.At - from)
            .DefaultIfEmpty(double.PositiveInfinity).First();

    public override string ToString() =>
        string.Join('\n', _samples.Where((_, index) => index % 4 == 0)
            .Select(sample => $"{sample.At,6:F1} s {sample.Target,6:F0} kbit/s {sample.Queue,5:F0} ms"));

    private IEnumerable<(double At, double Target, double Queue)> Between(double from, double to) =>
        _samples.Where(sample => sample.At >= from && sample.At <= to);
}
