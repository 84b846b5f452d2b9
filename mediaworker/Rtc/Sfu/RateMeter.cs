using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>A rate over the last second or so: what came in the present second, and of the second before the part that is not yet over.</summary>
internal struct RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>So that the first packet alone does not make a rate beyond measure.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private Instant _start;
    private long _bytes;
    private long _before;
    private bool _isRunning;
    private bool _hasBefore;

    public void Add(Instant now, int bytes)
    {
        if (!_isRunning || now - _start >= 2 * Window)
        {
            (_start, _bytes, _before, _isRunning, _hasBefore) = (now, 0, 0, true, false);
        }
        else if (now - _start >= Window)
        {
            (_start, _bytes, _before, _hasBefore) = (_start + Window, 0, _bytes, true);
        }

        _bytes += bytes;
    }

    public readonly Bitrate Rate(Instant now)
    {
        var passed = now - _start;
        if (!_isRunning || passed >= 2 * Window)
        {
            return Bitrate.Zero;
        }

        if (passed >= Window)
        {
            return Slide(_bytes, 0, passed - Window);
        }

        return _hasBefore ? Slide(_before, _bytes, passed) : new DataSize(_bytes) / (passed > Shortest ? passed : Shortest);
    }

    private static Bitrate Slide(long before, long present, TimeSpan passed) =>
        new DataSize(present + (long)(before * (1 - (passed / Window)))) / Window;
}
