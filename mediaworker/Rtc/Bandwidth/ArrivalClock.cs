namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// The receiver's clock in transport-wide feedback wraps after 2^24 × 64 ms, some twelve days; here it goes on.
/// </summary>
internal struct ArrivalClock
{
    private const long Period = (1L << 24) * 64 * TimeSpan.TicksPerMillisecond;

    private long _last;
    private bool _runs;

    public TimeSpan Extend(TimeSpan onWire)
    {
        if (!_runs)
        {
            // Counted up by one turn, so that no arrival before the first is negative.
            _last = onWire.Ticks + Period;
            _runs = true;
            return new TimeSpan(_last);
        }

        var step = (onWire.Ticks - _last) % Period;
        step += step < -Period / 2 ? Period : step >= Period / 2 ? -Period : 0;
        var extended = _last + step;
        _last = Math.Max(_last, extended);
        return new TimeSpan(extended);
    }
}
