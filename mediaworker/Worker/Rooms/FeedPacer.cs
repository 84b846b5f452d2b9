namespace Serverless.Worker.Rooms;

/// <summary>
/// When the next frame of the feed goes out (rule FD2): the first at once, later ones <paramref name="interval"/> apart. What
/// only changes the count of the audience waits <paramref name="countInterval"/>, as it never ceases in a big room.
/// </summary>
internal sealed class FeedPacer(TimeSpan interval, TimeSpan countInterval)
{
    private TimeSpan? _last;
    private bool _news;
    private bool _count;

    /// <summary>Null: nothing to send.</summary>
    public TimeSpan? NextDue =>
        _news ? After(interval)
        : _count ? After(countInterval)
        : null;

    /// <summary>There are entries or changes of the stage to send.</summary>
    public void News() => _news = true;

    /// <summary>The audience has another size.</summary>
    public void CountChanged() => _count = true;

    /// <summary>True: the caller sends a frame now.</summary>
    public bool TryTake(TimeSpan now)
    {
        if (NextDue is not { } due || now < due)
        {
            return false;
        }

        _last = now;
        _news = false;
        _count = false;
        return true;
    }

    private TimeSpan After(TimeSpan pause) => _last is { } last ? last + pause : TimeSpan.Zero;
}
