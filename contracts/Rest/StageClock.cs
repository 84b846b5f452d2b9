namespace Serverless.Contracts.Rest;

/// <summary>Measures the <see cref="StageTiming"/>s of one join, in functions and in the worker.</summary>
public sealed class StageClock(TimeProvider time)
{
    private readonly List<StageTiming> _stages = [];
    private long _start = time.GetTimestamp();

    public IReadOnlyList<StageTiming> Stages => _stages;

    /// <summary>The stage ends now and the next one begins.</summary>
    public void Mark(string stage)
    {
        var now = time.GetTimestamp();
        _stages.Add(new StageTiming(stage, Math.Round(time.GetElapsedTime(_start, now).TotalMilliseconds, 3)));
        _start = now;
    }

    /// <summary>What the other process says of the stage just marked.</summary>
    public void Include(string stage, IEnumerable<StageTiming> inner) =>
        _stages.AddRange(inner.Select(timing => timing with { Stage = $"{stage}.{timing.Stage}" }));
}
