using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

/// <summary>Runs what is scheduled in the order of its times.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;

    public static readonly Instant Start = new(1_000_000_000);

    public Instant Now { get; private set; } = Start;

    public TimeSpan Elapsed => Now - Start;

    public void At(Instant time, Action action) =>
        _events.Enqueue(action, (Math.Max(time.Microseconds, Now.Microseconds), _order++));

    public void Every(TimeSpan interval, Action action)
    {
        At(Now + interval, Tick);

        void Tick()
        {
            action();
            At(Now + interval, Tick);
        }
    }

    public void RunFor(TimeSpan duration)
    {
        var end = Start + duration;
        while (_events.TryPeek(out _, out var key) && key.At <= end.Microseconds)
        {
            Now = new Instant(key.At);
            _events.Dequeue()();
        }

        Now = end;
    }
}
