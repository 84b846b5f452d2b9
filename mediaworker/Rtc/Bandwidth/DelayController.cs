using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// The delay-based estimate: falls below what arrives when the queue grows, waits while it drains, else climbs; steeply far
/// from the known capacity, by a packet per response time near it (draft-ietf-rmcat-gcc-02 §5.5).
/// </summary>
internal sealed class DelayController(EstimatorOptions options)
{
    private const double Fall = 0.85;
    private const double DeepestFall = 0.5;
    private const double ClimbPerSecond = 0.08;

    /// <summary>The estimate goes this far above what arrives, and no further: the rest would be a guess.</summary>
    private const double UnprovenFactor = 1.25;

    private const double PacketBits = 8 * 1200;
    private const double SteepestCareful = 0.15;

    private static readonly Bitrate UnprovenMargin = Bitrate.Kilobits(10);
    private static readonly TimeSpan FeedbackDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>After a fall the path's capacity, or our share, is likely still what it was then.</summary>
    private static readonly TimeSpan Careful = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private LinkCapacity _capacity;
    private Instant _lastStep = Instant.Never;
    private Instant? _lastFall;

    /// <summary>The queue has grown, and has not been seen to be level since.</summary>
    private bool _holds;

    public Bitrate Estimate { get; private set; } = options.Start;

    /// <summary>Takes a proven estimate over, up or down, and climbs from there.</summary>
    public void Set(Instant now, Bitrate estimate)
    {
        Estimate = Clamp(estimate);
        _lastStep = now;
    }

    /// <param name="acknowledged">What arrives; null while that is not known.</param>
    /// <param name="recent">The same over a shorter time.</param>
    /// <param name="queue">That a fall has to drain, beyond what every fall does.</param>
    /// <returns>True if the estimate fell.</returns>
    public bool Update(Instant now, PathUse use, Bitrate? acknowledged, Bitrate? recent, TimeSpan roundTrip, TimeSpan queue)
    {
        var passed = _lastStep == Instant.Never ? TimeSpan.Zero : now - _lastStep;
        _lastStep = now;
        switch (use)
        {
            case PathUse.Over:
                _holds = true;
                return TryFall(now, acknowledged, recent, roundTrip, queue);
            case PathUse.Under:
                _holds = true;
                return false;
            case PathUse.Normal when _holds:
                _holds = false;
                return false;
            case PathUse.Normal:
                Climb(now, passed < LongestStep ? passed : LongestStep, acknowledged, roundTrip);
                return false;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private bool TryFall(
        Instant now, Bitrate? acknowledged, Bitrate? recent, TimeSpan roundTrip, TimeSpan queue)
    {
        // Until the last fall has shown effect, a second one would count the same queue twice.
        if (now - _lastFall < roundTrip + FeedbackDelay)
        {
            return false;
        }

        // A long queue may be one of a path that just became slow. In a short one, another flow's picture may have come
        // between two of ours, and a short time would show too little.
        var arrives = recent ?? acknowledged ?? Estimate;
        if (queue == TimeSpan.Zero && acknowledged > arrives)
        {
            arrives = acknowledged.Value;
        }

        _capacity.Note(arrives);
        _lastFall = now;
        var before = Estimate;
        var kept = Math.Max(DeepestFall, Fall - (queue / DrainTime));
        Estimate = Clamp(arrives * kept < Estimate ? arrives * kept : Estimate);
        return Estimate < before;
    }

    private void Climb(Instant now, TimeSpan passed, Bitrate? acknowledged, TimeSpan roundTrip)
    {
        if (acknowledged is not { } arrives)
        {
            return;
        }

        var climbed = Estimate * Math.Pow(1 + ClimbPerSecond, passed.TotalSeconds);
        if (now - _lastFall < Careful || _capacity.IsNear(Estimate))
        {
            climbed = Estimate + new Bitrate((long)(CarefulStep(roundTrip) * passed.TotalSeconds));
        }

        var proven = (arrives * UnprovenFactor) + UnprovenMargin;
        var limit = proven > Estimate ? proven : Estimate;
        Estimate = Clamp(climbed < limit ? climbed : limit);
    }

    /// <summary>
    /// Bits per second, in a second: a packet per response time, the same for all flows, which is what makes them converge;
    /// less for the smallest, which it would overwhelm.
    /// </summary>
    private double CarefulStep(TimeSpan roundTrip)
    {
        var perResponse = PacketBits / (roundTrip + FeedbackDelay).TotalSeconds;
        return Math.Min(perResponse, Estimate.BitsPerSecond * SteepestCareful);
    }

    private Bitrate Clamp(Bitrate estimate) =>
        new(Math.Clamp(estimate.BitsPerSecond, options.Minimum.BitsPerSecond, options.Maximum.BitsPerSecond));
}
