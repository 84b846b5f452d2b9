using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>How much arrives at the receiver, by its own clock: bytes in slices of 25 ms over the last half second.</summary>
internal sealed class AcknowledgedRate
{
    private const int Slices = 20;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(25);

    /// <summary>Less says nothing: one picture of a video takes 33 ms.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(150);

    private readonly int[] _bytes = new int[Slices];
    private long _first;
    private long _newest = -1;

    /// <summary>Over half a second. Null while less than 150 ms of arrivals are known.</summary>
    public Bitrate? Rate => Over(TimeSpan.FromMilliseconds(475));

    /// <summary>Over the last 200 ms: what the bottleneck lets through now, when it is busy.</summary>
    public Bitrate? Recent => Over(TimeSpan.FromMilliseconds(200));

    /// <param name="arrival">On the receiver's clock.</param>
    public void Add(TimeSpan arrival, int bytes)
    {
        var slice = arrival.Ticks / Slice.Ticks;
        if (_newest < 0 || slice - _newest >= Slices || _newest - slice >= Slices)
        {
            Array.Clear(_bytes);
            _first = _newest = slice;
        }

        for (; _newest < slice; _newest++)
        {
            _bytes[(_newest + 1) % Slices] = 0;
        }

        _bytes[slice % Slices] += bytes;
    }

    /// <summary>The newest slice is still filling and does not count.</summary>
    private Bitrate? Over(TimeSpan window)
    {
        var slices = Math.Min(window.Ticks / Slice.Ticks, _newest - _first);
        if (slices * Slice < Shortest)
        {
            return null;
        }

        var bytes = 0L;
        for (var slice = _newest - slices; slice < _newest; slice++)
        {
            bytes += _bytes[slice % Slices];
        }

        return new DataSize(bytes) / (slices * Slice);
    }
}
