using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// What the rungs of a ladder cost on the path, computed once for all viewers. Smoothed, because one large picture is no reason
/// to take a layer from anybody.
/// </summary>
internal sealed class LadderRates(Ladder ladder)
{
    /// <summary>RTP, SRTP, UDP and IP headers about packets of some 1,100 bytes.</summary>
    private const double Headers = 1.07;

    private static readonly TimeSpan LongestAge = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(2);

    private LayerRates _rates;
    private int _count;
    private Instant _computedAt;
    private Instant _since = Instant.Never;

    public ref readonly LayerRates At(Instant now)
    {
        if (_count != ladder.Count || now - _computedAt >= LongestAge)
        {
            Compute(now);
        }

        return ref _rates;
    }

    private void Compute(Instant now)
    {
        // What just began has no past to be smoothed with.
        _since = Instant.Min(_since, now);
        var weight = now - _since < Smoothing ? 1 : Math.Min(1, (now - _computedAt) / Smoothing);
        for (var rung = 0; rung < ladder.Count; rung++)
        {
            var rate = ladder.Rate(now, rung) * Headers;
            var before = _count == ladder.Count ? _rates[rung] : Bitrate.Zero;
            _rates[rung] = before == Bitrate.Zero ? rate : (before * (1 - weight)) + (rate * weight);
        }

        (_count, _computedAt) = (ladder.Count, now);
    }
}
