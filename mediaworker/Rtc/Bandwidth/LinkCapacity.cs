using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// The rates at which the path was overused, smoothed: near them the rate climbs with care
/// (draft-ietf-rmcat-gcc-02 §5.5).
/// </summary>
internal struct LinkCapacity
{
    private const double Weight = 0.05;

    /// <summary>Of the variance, which is in kbit/s per kbit/s of the mean.</summary>
    private const double LowestVariance = 0.4;
    private const double HighestVariance = 2.5;

    private double _mean;
    private double _variance;

    private readonly bool IsKnown => _mean > 0;

    public readonly bool IsNear(Bitrate rate) => IsKnown && Math.Abs(Kilobits(rate) - _mean) <= 3 * Deviation;

    public void Note(Bitrate atOveruse)
    {
        var sample = Kilobits(atOveruse);
        if (!IsNear(atOveruse))
        {
            _mean = sample;
            _variance = LowestVariance;
            return;
        }

        var error = sample - _mean;
        _mean += Weight * error;
        _variance += Weight * ((error * error / Math.Max(_mean, 1)) - _variance);
        _variance = Math.Clamp(_variance, LowestVariance, HighestVariance);
    }

    private readonly double Deviation => Math.Sqrt(_variance * _mean);

    private static double Kilobits(Bitrate rate) => rate.BitsPerSecond / 1000.0;
}
