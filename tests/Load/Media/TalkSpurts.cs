namespace Serverless.Load.Media;

/// <summary>
/// When one of several people speaks: spurts and silences of random length (exponential, as conversations roughly are), so that on
/// average a given number of them speaks at a time.
/// </summary>
internal sealed class TalkSpurts
{
    private static readonly TimeSpan MeanSpurt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(300);

    private readonly Random _random;
    private readonly double _share;
    private TimeSpan _left;

    /// <param name="share">Of the time that this person speaks, from 0 to 1.</param>
    /// <param name="random">Seeded.</param>
    public TalkSpurts(double share, Random random)
    {
        _share = Math.Clamp(share, 0, 1);
        _random = random;
        IsTalking = random.NextDouble() < _share;
        _left = Next();
    }

    public bool IsTalking { get; private set; }

    public void Advance(TimeSpan time)
    {
        _left -= time;
        if (_left <= TimeSpan.Zero)
        {
            IsTalking = _share >= 1 || (!IsTalking && _share > 0);
            _left = Next();
        }
    }

    private TimeSpan Next()
    {
        var mean = IsTalking ? MeanSpurt : MeanSpurt * ((1 - _share) / Math.Max(_share, 1e-3));
        var length = mean * -Math.Log(1 - _random.NextDouble());
        return length > Shortest ? length : Shortest;
    }
}
