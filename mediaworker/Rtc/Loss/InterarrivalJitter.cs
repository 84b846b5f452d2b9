using Serverless.Rtc.Units;

namespace Serverless.Rtc.Loss;

/// <summary>
/// Mean deviation of the spacing of arrivals from that of timestamps, smoothed by 1/16 (RFC 3550 §6.4.1, A.8). Kept
/// times 16, so that rounding does not hold it up.
/// </summary>
internal struct InterarrivalJitter
{
    private long _times16;
    private uint _transit;
    private bool _hasTransit;

    /// <summary>In ticks of the stream's clock.</summary>
    public readonly long Ticks => _times16 >> 4;

    /// <param name="arrival">In ticks of the stream's clock, from any start.</param>
    /// <param name="timestamp">The packet's own.</param>
    public void Add(long arrival, RtpTime timestamp)
    {
        var transit = unchecked((uint)arrival - timestamp.Value);
        if (_hasTransit)
        {
            var difference = Math.Abs((long)unchecked((int)(transit - _transit)));
            _times16 += difference - ((_times16 + 8) >> 4);
        }

        _transit = transit;
        _hasTransit = true;
    }

    /// <summary>The next timestamp has nothing to do with the last.</summary>
    public void Restart() => _hasTransit = false;
}
