using Serverless.Contracts.Rest;

namespace Serverless.Functions.Sessions;

/// <summary>How long each stage of a join takes, in order.</summary>
internal sealed class StageClock(TimeProvider time)
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

    /// <summary>What the worker says of the stage just marked.</summary>
    public void Include(string stage, IEnumerable<StageTiming> inner) =>
        _stages.AddRange(inner.Select(timing => timing with { Stage = $"{stage}.{timing.Stage}" }));
}
