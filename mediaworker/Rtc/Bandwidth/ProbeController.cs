using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// When to try a higher rate: at the start, while the application could use more than the estimate, after a fall, and on
/// from every success. A path that says no is asked less often.
/// </summary>
internal sealed class ProbeController(EstimatorOptions options)
{
    private const double FirstStep = 3;
    private const double SecondStep = 6;
    private const double Step = 2;

    /// <summary>More than is wanted is tried by this, so that the allocator's margin is proven too.</summary>
    private const double AboveWanted = 1.3;

    /// <summary>A result of at least this part of what was tried means that the path may carry still more.</summary>
    private const double Success = 0.7;

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Bitrate _next = options.Start * FirstStep;
    private Bitrate _afterNext = options.Start * SecondStep;
    private Bitrate _tried;
    private Instant _due = new(long.MinValue);
    private Instant _answerBy = Instant.Never;
    private TimeSpan _pause = ShortestPause;
    private byte _lastId;

    /// <summary>What the application could use; null while it has not said.</summary>
    public Bitrate? Wanted { get; set; }

    /// <summary>Starts a probe that is due. The pacer sends it.</summary>
    /// <param name="estimate">Where the path stands.</param>
    /// <param name="isClear">The queue is not growing.</param>
    public bool TryStart(Instant now, Bitrate estimate, bool isClear, out ProbeCluster cluster)
    {
        cluster = default;
        Expire(now);
        if (!isClear || now < _due || _answerBy != Instant.Never || !WantsMoreThan(estimate))
        {
            return false;
        }

        _tried = Limit(_next > estimate ? _next : estimate * Step);
        (_next, _afterNext) = (_afterNext, Bitrate.Zero);
        _answerBy = now + Patience;
        _lastId = (byte)(_lastId == byte.MaxValue ? 1 : _lastId + 1);
        cluster = new ProbeCluster(_lastId, _tried, (int)(_tried * Length).Bytes);
        return true;
    }

    /// <returns>True if the result answers the probe under way.</returns>
    public bool HandleResult(Instant now, in ProbeResult result, Bitrate estimate)
    {
        if (result.Cluster != _lastId)
        {
            return false;
        }

        _answerBy = Instant.Never;
        if (!result.IsSaturated && result.Rate > _tried * Success)
        {
            _pause = ShortestPause;
            _due = now;
            _next = _next > result.Rate ? _next : result.Rate * Step;
        }
        else
        {
            Wait(now, isLonger: result.Rate < estimate * 1.1);
        }

        return true;
    }

    /// <summary>The estimate fell: what comes after may pass soon, so it is asked for soon.</summary>
    public void HandleFall(Instant now)
    {
        _next = _afterNext = Bitrate.Zero;
        _pause = ShortestPause;
        _due = now + _pause;
    }

    /// <summary>The path is back: it most likely carries what it did.</summary>
    public void Recover(Instant now, Bitrate before)
    {
        _next = before;
        _afterNext = Bitrate.Zero;
        _pause = ShortestPause;
        _due = now;
        _answerBy = Instant.Never;
    }

    private bool WantsMoreThan(Bitrate estimate) =>
        estimate < options.Maximum && (Wanted is not { } wanted || estimate < wanted * AboveWanted);

    private Bitrate Limit(Bitrate rate)
    {
        var highest = Wanted is { } wanted ? wanted * AboveWanted : options.Maximum;
        highest = highest < options.Maximum ? highest : options.Maximum;
        return rate < highest ? rate : highest;
    }

    private void Expire(Instant now)
    {
        if (now >= _answerBy)
        {
            _answerBy = Instant.Never;
            Wait(now, isLonger: true);
        }
    }

    private void Wait(Instant now, bool isLonger)
    {
        _next = _afterNext = Bitrate.Zero;
        _due = now + _pause;
        _pause = isLonger ? TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks)) : ShortestPause;
    }
}
