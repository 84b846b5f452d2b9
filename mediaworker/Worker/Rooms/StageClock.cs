using Serverless.Contracts.Rest;

namespace Serverless.Worker.Rooms;

/// <summary>How long each stage of one join took.</summary>
internal sealed class StageClock(TimeProvider time)
{
    private readonly List<StageTiming> _stages = [];
    private long _last = time.GetTimestamp();

    public IReadOnlyList<StageTiming> Stages => _stages;

    /// <summary>A stage ended now.</summary>
    public void Mark(string stage)
    {
        var now = time.GetTimestamp();
        _stages.Add(new StageTiming(stage, Math.Round(time.GetElapsedTime(_last, now).TotalMilliseconds, 3)));
        _last = now;
    }
}
