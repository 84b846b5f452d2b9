using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

/// <summary>
/// A link with a drop-tail queue whose capacity follows a schedule; then a fixed delay, random loss and jitter. Flows share
/// it in the order in which their packets come.
/// </summary>
internal sealed class Bottleneck(VirtualClock clock, Random random)
{
    private readonly List<(Instant From, Bitrate Capacity)> _schedule = [];
    private double _backlogBits;
    private Instant _drainedTo = VirtualClock.Start;
    private Instant _lastArrival;

    /// <summary>Longest wait at the capacity of the moment; more is dropped.</summary>
    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>If set, the queue is bounded by this instead.</summary>
    public int? QueueBytes { get; init; }

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan JitterHolds = TimeSpan.FromMilliseconds(30);

    private TimeSpan _jitter;
    private Instant _jitterUntil;

    /// <summary>Extra delay, uniform from zero to this: of each packet if it reorders, else anew each 30 ms.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Jitter overtakes, as over several paths; else packets stay in order, as on a radio link.</summary>
    public bool Reorders { get; init; }

    /// <summary>Part of the packets, at random.</summary>
    public double Loss { get; init; }

    public int Dropped { get; private set; }

    /// <summary>What a packet that comes now waits.</summary>
    public TimeSpan QueueingDelay
    {
        get
        {
            Drain();
            var capacity = CapacityAt(clock.Now).BitsPerSecond;
            return capacity == 0 ? QueueLimit : TimeSpan.FromSeconds(_backlogBits / capacity);
        }
    }

    public Bottleneck From(double seconds, Bitrate capacity)
    {
        _schedule.Add((VirtualClock.Start + TimeSpan.FromSeconds(seconds), capacity));
        return this;
    }

    /// <summary>Takes a packet; <paramref name="arrive"/> runs when it comes out, if it does.</summary>
    public void Send(int bytes, Action arrive)
    {
        Drain();
        var isFull = QueueBytes is { } limit
            ? (_backlogBits / 8) + bytes > limit
            : QueueingDelay >= QueueLimit;
        if (isFull || CapacityAt(clock.Now) == Bitrate.Zero)
        {
            Dropped++;
            return;
        }

        _backlogBits += bytes * 8;
        var arrival = FinishOf(_backlogBits) + Delay + NextJitter();
        if (random.NextDouble() < Loss)
        {
            return;
        }

        if (!Reorders)
        {
            _lastArrival = arrival = _lastArrival > arrival ? _lastArrival : arrival;
        }

        clock.At(arrival, arrive);
    }

    private TimeSpan NextJitter()
    {
        if (Reorders || clock.Now >= _jitterUntil)
        {
            _jitter = Jitter * random.NextDouble();
            _jitterUntil = clock.Now + JitterHolds;
        }

        return _jitter;
    }

    private void Drain()
    {
        var seconds = (clock.Now - _drainedTo).TotalSeconds;
        _backlogBits = Math.Max(0, _backlogBits - (seconds * CapacityAt(_drainedTo).BitsPerSecond));
        _drainedTo = clock.Now;
    }

    private Bitrate CapacityAt(Instant time) => _schedule.Last(step => step.From <= time).Capacity;

    private Instant FinishOf(double bits)
    {
        var time = clock.Now;
        while (true)
        {
            var next = _schedule.FirstOrDefault(step => step.From > time, (From: Instant.Never, Bitrate.Zero)).From;
            var rate = CapacityAt(time).BitsPerSecond;
            var needed = rate == 0 ? double.PositiveInfinity : bits / rate;
            if (next == Instant.Never || needed <= (next - time).TotalSeconds)
            {
                return time + TimeSpan.FromSeconds(Math.Min(needed, 3600));
            }

            bits -= rate * (next - time).TotalSeconds;
            time = next;
        }
    }
}
