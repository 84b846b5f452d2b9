using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// How long the bottleneck's queue is: the least one-way delay of the last fifth of a second, above the least of the last
/// ten seconds. The slope of <see cref="Trendline"/> is blind to a queue that is full, or that fills slowly; and it takes
/// jitter for a queue, which the least delay does not.
/// </summary>
internal sealed class StandingQueue
{
    private const int RecentSlices = 4;
    private const int BaseSlices = 10;

    /// <summary>Attempts to drain it before it is taken for somebody else's, or for a longer way.</summary>
    private const int Attempts = 4;
    private const int DeepAttempts = 2;

    private static readonly TimeSpan RecentSlice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BaseSlice = TimeSpan.FromSeconds(1);

    /// <summary>Longer is too long, whatever the slope.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(70);

    /// <summary>Shorter is none, whatever the slope; longer by as much as the delay wavers.</summary>
    private static readonly TimeSpan None = TimeSpan.FromMilliseconds(12);

    /// <summary>By then, and the time the queue itself takes, a lower rate shows; and by so much.</summary>
    private static readonly TimeSpan Effect = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Progress = TimeSpan.FromMilliseconds(20);

    /// <summary>A slice's part in the wavering.</summary>
    private const double WaveringWeight = 1.0 / 16;

    private static readonly TimeSpan MostWavering = TimeSpan.FromMilliseconds(40);

    private SlidingMinimum _recent = new(RecentSlices);
    private SlidingMinimum _base = new(BaseSlices);
    private Instant _markedAt = Instant.Never;
    private TimeSpan _mark;
    private int _attempts;
    private long _slice;
    private TimeSpan _sliceLeast = TimeSpan.MaxValue;
    private TimeSpan _sliceBefore = TimeSpan.MaxValue;
    private TimeSpan _wavering;

    public TimeSpan Delay => _recent.Value - _base.Value is var delay && delay > TimeSpan.Zero ? delay : TimeSpan.Zero;

    public bool IsEmpty => Delay < None;

    /// <summary>
    /// What a fall has to make up for besides the rate. Not when falls had no effect: the queue may be another flow's, and
    /// deep falls would leave it the path.
    /// </summary>
    public TimeSpan Excess => _attempts <= DeepAttempts && Delay > Long ? Delay - Long : TimeSpan.Zero;

    /// <param name="arrival">On the receiver's clock: the difference is a delay but for a constant.</param>
    public void Add(Instant sentAt, TimeSpan arrival)
    {
        var delay = arrival - TimeSpan.FromMicroseconds(sentAt.Microseconds);
        var slice = sentAt.Microseconds / (RecentSlice.Ticks / TimeSpan.TicksPerMicrosecond);
        NoteWavering(slice, delay);
        _recent.Add(slice, delay);
        _base.Add(sentAt.Microseconds / (BaseSlice.Ticks / TimeSpan.TicksPerMicrosecond), delay);
    }

    public void Reset()
    {
        _recent = new SlidingMinimum(_recent);
        _base = new SlidingMinimum(_base);
        _markedAt = Instant.Never;
        _attempts = 0;
        _sliceLeast = _sliceBefore = TimeSpan.MaxValue;
    }

    /// <summary>What the slope says, corrected by what the queue is.</summary>
    public PathUse Correct(Instant now, PathUse slope)
    {
        if (Delay < Long)
        {
            _markedAt = Instant.Never;
            _attempts = 0;
            return slope == PathUse.Over && Delay < None + _wavering ? PathUse.Normal : slope;
        }

        if (_markedAt != Instant.Never && now - _markedAt < Effect + _mark)
        {
            return slope == PathUse.Over ? PathUse.Over : PathUse.Under;
        }

        var drains = _markedAt != Instant.Never && Delay < _mark - Progress;
        _markedAt = now;
        _mark = Delay;
        _attempts = drains ? 0 : _attempts + 1;
        if (_attempts > Attempts)
        {
            Reset();
            return slope;
        }

        return drains ? PathUse.Under : PathUse.Over;
    }

    /// <summary>How much the least delays of successive slices differ: on a radio link, more than short queues do.</summary>
    private void NoteWavering(long slice, TimeSpan delay)
    {
        if (slice <= _slice)
        {
            _sliceLeast = delay < _sliceLeast ? delay : _sliceLeast;
            return;
        }

        if (_sliceLeast != TimeSpan.MaxValue && _sliceBefore != TimeSpan.MaxValue)
        {
            var step = (_sliceLeast - _sliceBefore).Duration();
            _wavering += ((step < MostWavering ? step : MostWavering) - _wavering) * WaveringWeight;
        }

        (_sliceBefore, _sliceLeast, _slice) = (_sliceLeast, delay, slice);
    }
}
