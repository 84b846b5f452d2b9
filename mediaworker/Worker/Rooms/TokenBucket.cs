namespace Serverless.Worker.Rooms;

/// <summary>Allows a burst at once and a rate in the long run.</summary>
internal sealed class TokenBucket
{
    private readonly double _burst;
    private readonly double _perSecond;
    private double _tokens;
    private TimeSpan _at;

    public TokenBucket(double burst, double perSecond)
    {
        _burst = burst;
        _perSecond = perSecond;
        _tokens = burst;
    }

    public bool TryTake(TimeSpan now)
    {
        _tokens = TokensAt(now);
        _at = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    /// <summary>How long after <paramref name="now"/> the next one is allowed.</summary>
    public TimeSpan Wait(TimeSpan now) => TimeSpan.FromSeconds(Math.Max(0, 1 - TokensAt(now)) / _perSecond);

    private double TokensAt(TimeSpan now) => Math.Min(_burst, _tokens + ((now - _at).TotalSeconds * _perSecond));
}
