using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// Bounds the rate when packets are lost because there are too many of them. A network that loses at any rate is told from
/// a full one by trial: the rate goes down to what was delivered, and losses that this does not cure are the path's own.
/// </summary>
/// <remarks>
/// draft-ietf-rmcat-gcc-02 §6 lowers the rate by half the loss whenever that is above a tenth, which starves a flow on a
/// radio link of that quality. Bottlenecks with a queue are seen by <see cref="DelayController"/>; this is for those without.
/// </remarks>
internal sealed class LossController(EstimatorOptions options)
{
    /// <summary>Loss above the path's own that starts a trial (the draft's tenth).</summary>
    private const double Significant = 0.1;

    /// <summary>Excess loss that a trial leaves, as a part of what there was, if it was congestion.</summary>
    private const double Cured = 0.3;

    /// <summary>More than this is an outage, not a path that can be used.</summary>
    private const double HighestInherent = 0.3;

    private const double TrialRate = 0.9;
    private const double RiseNear = 0.02;
    private const double RiseFar = 0.08;
    private const int WindowPackets = 50;

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestTrial = TimeSpan.FromSeconds(2);

    private LossWindow _window;
    private LossTrial? _trial;

    /// <summary>The window before lost much, too.</summary>
    private bool _isSuspect;
    private Instant _lastRise = Instant.Never;
    private Bitrate _congestedAt = new(long.MaxValue);

    /// <summary>The estimate may not be higher; <see cref="long.MaxValue"/> for no bound.</summary>
    public Bitrate Bound { get; private set; } = new(long.MaxValue);

    /// <summary>The part that the path loses at any rate.</summary>
    public double InherentLoss { get; private set; }

    /// <summary>The part lost in the last full window.</summary>
    public double Loss { get; private set; }

    /// <summary>A proven higher rate.</summary>
    public void Lift(Bitrate proven)
    {
        if (Bound < proven)
        {
            Bound = proven;
            _trial = null;
        }
    }

    public void Add(in SentPacket packet, bool isLost)
    {
        // What was under way when the trial began still belongs to the rate before.
        if (_trial is not { } trial || packet.SentAt >= trial.Since)
        {
            _window.Add(packet, isLost);
        }
    }

    public void Update(Instant now, Bitrate estimate)
    {
        Rise(now, estimate);
        if (_window.Packets < WindowPackets || _window.Span < ShortestWindow)
        {
            return;
        }

        Loss = _window.Loss;
        var rate = _window.Rate;
        _window = default;
        if (_trial is { } trial)
        {
            Judge(now, trial, rate);
        }
        else if (Loss > InherentLoss + Significant)
        {
            Suspect(now, rate, estimate);
        }
        else
        {
            _isSuspect = false;
            InherentLoss += Loss < InherentLoss ? (Loss - InherentLoss) / 8 : 0;
        }
    }

    /// <summary>A burst of losses ends by itself, and from a stream of sound there is nothing to take: neither is worth a trial.</summary>
    private void Suspect(Instant now, Bitrate rate, Bitrate estimate)
    {
        if (_isSuspect && rate > options.Minimum)
        {
            _trial = new LossTrial(now, rate, Loss, Bound);
            var delivered = rate * (1 - Loss) * TrialRate;
            Bound = Larger(options.Minimum, delivered < estimate ? delivered : estimate);
        }

        _isSuspect = true;
    }

    private void Judge(Instant now, LossTrial trial, Bitrate rate)
    {
        var isSlower = rate < trial.Rate * 0.95;
        if (!isSlower && now - trial.Since < LongestTrial)
        {
            return;
        }

        _trial = null;
        var excessBefore = trial.Loss - InherentLoss;
        if (isSlower && Loss - InherentLoss <= Cured * excessBefore)
        {
            _congestedAt = Bound;
            return;
        }

        if (isSlower)
        {
            InherentLoss = Math.Min(HighestInherent, (Loss + trial.Loss) / 2);
        }

        Bound = trial.BoundBefore;
    }

    /// <summary>A bound that no longer binds is gone.</summary>
    private void Rise(Instant now, Bitrate estimate)
    {
        var passed = _lastRise == Instant.Never ? TimeSpan.Zero : now - _lastRise;
        _lastRise = now;
        if (_trial is not null || Bound.BitsPerSecond == long.MaxValue)
        {
            return;
        }

        if (Bound > estimate * 2)
        {
            Bound = _congestedAt = new Bitrate(long.MaxValue);
            return;
        }

        if (Loss <= InherentLoss + (Significant / 2))
        {
            var pace = Bound < _congestedAt ? RiseFar : RiseNear;
            Bound *= 1 + (pace * Math.Min(passed.TotalSeconds, 1));
        }
    }

    private static Bitrate Larger(Bitrate left, Bitrate right) => left > right ? left : right;
}
