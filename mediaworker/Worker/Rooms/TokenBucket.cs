namespace Serverless.Worker.Rooms;

/// <summary>
/// Allows a burst at once and one per <paramref name="period"/> in the long run. Kept as the time at which the bucket is full
/// again, so that ticks are all the arithmetic there is.
/// </summary>
internal sealed class TokenBucket(int burst, TimeSpan period)
{
    private TimeSpan _fullAt;

    public bool TryTake(TimeSpan now)
    {
        if (Wait(now) > TimeSpan.Zero)
        {
            return false;
        }

        _fullAt = (_fullAt > now ? _fullAt : now) + period;
        return true;
    }

    /// <summary>How long after <paramref name="now"/> the next one is allowed.</summary>
    public TimeSpan Wait(TimeSpan now)
    {
        var wait = _fullAt - now - (period * (burst - 1));
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
