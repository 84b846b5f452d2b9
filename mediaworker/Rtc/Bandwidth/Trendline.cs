namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// Whether the one-way delay rises or falls: the slope of a line through the smoothed delay of the last groups, against a
/// threshold that adapts, so that flows which fill queues do not starve ours (Carlucci et al., "Analysis and design of the
/// Google congestion control for web real-time communication", §3.3 and §4.2).
/// </summary>
internal sealed class Trendline
{
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const double Gain = 4;

    /// <summary>Groups after which the slope has its full weight.</summary>
    private const int FullWeight = 60;

    private const double InitialThreshold = 12.5;
    private const double LowestThreshold = 6;
    private const double HighestThreshold = 600;
    private const double ThresholdRise = 0.0087;
    private const double ThresholdFall = 0.039;

    /// <summary>A spike this far above the threshold does not move it.</summary>
    private const double SpikeAbove = 15;

    /// <summary>Milliseconds above the threshold that make overuse.</summary>
    private const double OveruseTime = 10;

    private readonly double[] _times = new double[Window];
    private readonly double[] _delays = new double[Window];
    private int _count;
    private double _accumulated;
    private double _smoothed;
    private double _slope;
    private double _threshold = InitialThreshold;
    private double _overFor;
    private int _overCount;
    private TimeSpan _firstArrival;

    public PathUse Use { get; private set; }

    /// <summary>Forgets the delays, as after silence; the threshold stays what the path taught.</summary>
    public void Reset()
    {
        _count = 0;
        _accumulated = 0;
        _smoothed = 0;
        _slope = 0;
        ClearOveruse();
        Use = PathUse.Normal;
    }

    public void Add(in GroupDelta delta)
    {
        if (_count == 0)
        {
            _firstArrival = delta.ArrivedAt;
        }

        _accumulated += delta.Variation.TotalMilliseconds;
        _smoothed = (Smoothing * _smoothed) + ((1 - Smoothing) * _accumulated);
        var place = _count % Window;
        _times[place] = (delta.ArrivedAt - _firstArrival).TotalMilliseconds;
        _delays[place] = _smoothed;
        _count++;

        var slope = _count >= Window ? FitSlope() : _slope;
        Detect(slope, delta);
        _slope = slope;
    }

    private void Detect(double slope, in GroupDelta delta)
    {
        var trend = Math.Min(_count, FullWeight) * slope * Gain;
        if (trend > _threshold)
        {
            var passed = delta.Send.TotalMilliseconds;
            _overFor += _overCount == 0 ? passed / 2 : passed;
            _overCount++;
            if (_overFor > OveruseTime && _overCount > 1 && slope >= _slope)
            {
                ClearOveruse();
                Use = PathUse.Over;
            }
        }
        else
        {
            ClearOveruse();
            Use = trend < -_threshold ? PathUse.Under : PathUse.Normal;
        }

        Adapt(Math.Abs(trend), delta.Arrival.TotalMilliseconds);
    }

    private void Adapt(double trend, double passed)
    {
        if (trend > _threshold + SpikeAbove)
        {
            return;
        }

        var pace = trend < _threshold ? ThresholdFall : ThresholdRise;
        _threshold += pace * (trend - _threshold) * Math.Min(passed, 100);
        _threshold = Math.Clamp(_threshold, LowestThreshold, HighestThreshold);
    }

    private void ClearOveruse()
    {
        _overFor = 0;
        _overCount = 0;
    }

    /// <summary>Least squares. Milliseconds of delay per millisecond of time.</summary>
    private double FitSlope()
    {
        var meanTime = 0.0;
        var meanDelay = 0.0;
        for (var index = 0; index < Window; index++)
        {
            meanTime += _times[index] / Window;
            meanDelay += _delays[index] / Window;
        }

        var covariance = 0.0;
        var variance = 0.0;
        for (var index = 0; index < Window; index++)
        {
            var time = _times[index] - meanTime;
            covariance += time * (_delays[index] - meanDelay);
            variance += time * time;
        }

        return variance > 0 ? covariance / variance : _slope;
    }
}
