using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>What the engine thinks of the path to a viewer, and the queue there really is, every 50 ms.</summary>
internal sealed class PathTrace
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly World _world;
    private readonly SimulatedClient _viewer;
    private readonly List<Sample> _samples = [];

    public PathTrace(World world, SimulatedClient viewer)
    {
        (_world, _viewer) = (world, viewer);
        Look();
    }

    /// <summary>Over seconds of the world's time, in kbit/s.</summary>
    public double MeanEstimate(double from, double to) => Between(from, to).Average(sample => sample.Estimate);

    /// <inheritdoc cref="MeanEstimate"/>
    public double LeastEstimate(double from, double to) => Between(from, to).Min(sample => sample.Estimate);

    /// <summary>Milliseconds: this part of the samples is not above.</summary>
    public double Queue(double from, double to, double part = 1)
    {
        var sorted = Between(from, to).Select(sample => sample.Queue).Order().ToArray();
        return sorted[(int)((sorted.Length - 1) * part)];
    }

    /// <summary>Seconds after <paramref name="from"/> until the estimate is that many kbit/s.</summary>
    public double TimeToReach(double from, double kilobits) =>
        _samples.Where(sample => sample.At >= from && sample.Estimate >= kilobits)
            .Select(sample => sample.At - from)
            .DefaultIfEmpty(double.PositiveInfinity)
            .First();

    /// <summary>How often the picture's quality changed.</summary>
    public int Switches(double from, double to) =>
        Between(from, to).Zip(Between(from, to).Skip(1)).Count(pair => pair.First.Layer?.Spatial != pair.Second.Layer?.Spatial);

    /// <summary>For whoever works on the estimator, who sets SIMULATION_TRACE to a seed.</summary>
    public void PrintIfAsked(int seed)
    {
        if (Environment.GetEnvironmentVariable("SIMULATION_TRACE") == FormattableString.Invariant($"{seed}"))
        {
            Console.WriteLine(this);
        }
    }

    public override string ToString() => string.Join('\n', _samples.Where((_, index) => index % 5 == 0));

    private void Look()
    {
        _world.After(Step, Look);
        if (_world.Server.EngineOf(_viewer.Settings.Key).Stats(_world.Now, _viewer.Settings.Key) is { } stats)
        {
            var picture = stats.Slots.FirstOrDefault(slot => slot.State.Kind == Sdp.MediaKind.Video);
            _samples.Add(new Sample(
                _world.Elapsed.TotalSeconds,
                (stats.Transport.Estimate?.BitsPerSecond ?? 0) / 1000.0,
                _world.Network.QueueingDelay(_world.Now, _viewer.Address).TotalMilliseconds,
                picture?.Current,
                picture?.Target,
                (stats.Transport.Acknowledged?.BitsPerSecond ?? 0) / 1000.0));
        }
    }

    private IEnumerable<Sample> Between(double from, double to) =>
        _samples.Where(sample => sample.At >= from && sample.At <= to);

    private sealed record Sample(double At, double Estimate, double Queue, LayerPlace? Layer, LayerPlace? Target, double Acknowledged)
    {
        /// <summary>For whoever works on the estimator, who sets SIMULATION_TRACE to a seed.</summary>
    public void PrintIfAsked(int seed)
    {
        if (Environment.GetEnvironmentVariable("SIMULATION_TRACE") == FormattableString.Invariant($"{seed}"))
        {
            Console.WriteLine(this);
        }
    }

    public override string ToString() => FormattableString.Invariant(
            $"{At,6:F1} s {Estimate,6:F0} kbit/s {Acknowledged,6:F0} {Queue,5:F0} ms layer {Layer?.Spatial}.{Layer?.Temporal} of {Target?.Spatial}.{Target?.Temporal}");
    }
}
