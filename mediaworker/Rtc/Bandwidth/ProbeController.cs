using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// When to try a higher rate: at the start, while the application could use more than the estimate, after a fall, and on
/// from every success. A path that says no, or whose yes turns out untrue, is asked less often.
/// </summary>
/// <remarks>
/// A probe is short, and may fit between the pictures of another flow. So the first step up is the same for all, which
/// favours the smaller of two flows as additive increase does; a success must stand for a moment before the next, and then
/// steps double, so that a path that is really free is found fast. What the path carried before it narrowed is tried as soon
/// as a first step shows that it widened: most impairments end, and then the path is what it was.
/// </remarks>
internal sealed class ProbeController(EstimatorOptions options)
{
    private const double FirstStep = 3;
    private const double SecondStep = 6;
    private const double HighestStep = 2.5;

    /// <summary>More than is wanted is tried by this, so that the allocator's margin is proven too.</summary>
    private const double AboveWanted = 1.3;

    /// <summary>A result of at least this part of what was tried means that the path may carry still more.</summary>
    private const double Success = 0.7;

    private static readonly Bitrate SmallestGain = Bitrate.Kilobits(800);

    /// <summary>Up to here the pause is the shortest.</summary>
    private static readonly Bitrate SmallEstimate = Bitrate.Kilobits(500);

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>By then a raise that was too much has made a queue.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(400);

    /// <summary>A fall so soon after a success says that it was none.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);

    /// <summary>While far less gets through than lately did, which no other flow alone explains.</summary>
    private static readonly TimeSpan PauseWhileNarrow = TimeSpan.FromSeconds(0.8);
    private const double Narrow = 0.4;

    /// <summary>What was under way when the path narrowed has to drain before anything is tried in a hurry;</summary>
    private static readonly TimeSpan Draining = TimeSpan.FromSeconds(5);

    /// <summary>except where there is no room for a picture.</summary>
    private static readonly Bitrate NoRoom = Bitrate.Kilobits(300);

    /// <summary>A path that is narrower for longer is likely to stay so.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>An estimate above this part of what there was is as good as that.</summary>
    private const double Returned = 0.8;

    private Bitrate _next = options.Start * FirstStep;
    private Bitrate _afterNext = options.Start * SecondStep;
    private Bitrate _gain = SmallestGain;
    private Bitrate _tried;

    /// <summary>What the path carried before it narrowed is being tried.</summary>
    private bool _triesReturn;

    /// <summary>The probe before said nothing.</summary>
    private bool _isRepeat;

    /// <summary>What the path carried before it narrowed; zero when nothing is known of that.</summary>
    private Bitrate _before;
    private Instant _narrowedAt;
    private Instant? _lastSuccess;

    /// <summary>When a probe last said that the narrow path is wider again.</summary>
    private Instant? _widenedAt;
    private Instant _due = new(long.MinValue);
    private Instant _answerBy = Instant.Never;
    private byte _lastId;

    /// <summary>What the application could use; null while it has not said.</summary>
    public Bitrate? Wanted { get; set; }

    /// <summary>Starts a probe that is due. The pacer sends it.</summary>
    /// <param name="estimate">Where the path stands.</param>
    /// <param name="isClear">The queue is not growing.</param>
    public bool TryStart(Instant now, Bitrate estimate, bool isClear, out ProbeCluster cluster)
    {
        cluster = default;
        Expire(now, estimate);
        if (!isClear || now < _due || _answerBy != Instant.Never || !WantsMoreThan(estimate))
        {
            return false;
        }

        _tried = Limit(_next > estimate ? _next : Lesser(estimate * HighestStep, estimate + _gain));
        (_next, _afterNext) = (_afterNext, Bitrate.Zero);
        _answerBy = now + Patience;
        _lastId = (byte)(_lastId == byte.MaxValue ? 1 : _lastId + 1);
        cluster = new ProbeCluster(_lastId, _tried, (int)(_tried * Length).Bytes);
        return true;
    }

    /// <summary>
    /// The path just widened, and what it carried before is being tried: a picture that rises now would rise twice, with two key
    /// frames of which the publisher is asked for one in a second.
    /// </summary>
    public bool TriesReturn(Instant now) => _triesReturn && _answerBy != Instant.Never && now < _answerBy;

    /// <returns>True if the result answers the probe under way.</returns>
    public bool HandleResult(Instant now, in ProbeResult result, Bitrate estimate)
    {
        if (result.Cluster != _lastId)
        {
            return false;
        }

        _answerBy = Instant.Never;
        _triesReturn = false;
        if (!result.IsConclusive && !_isRepeat)
        {
            // Most likely the path just changed under the probe; the next moment it may be measured.
            (_isRepeat, _next, _due) = (true, _tried, now);
            return true;
        }

        _isRepeat = false;
        if (!result.IsSaturated && result.Rate > _tried * Success)
        {
            _lastSuccess = now;
            _gain *= 2;
            var isNarrow = IsBelow(now, estimate, Narrow);
            var widened = isNarrow && IsBelow(now, result.Rate, Returned);
            _widenedAt = isNarrow ? now : _widenedAt;
            _next = widened ? _before : _next;
            _triesReturn = widened;
            _due = widened ? now : now + Settling;
        }
        else
        {
            Wait(now, estimate, wasInVain: result.Rate < estimate * 1.1);
        }

        return true;
    }

    /// <summary>The estimate fell: what comes after may pass soon, so it is asked for soon.</summary>
    public void HandleFall(Instant now, Bitrate before, Bitrate estimate)
    {
        _answerBy = Instant.Never;
        var wasInVain = now - _lastSuccess < Trust;
        if (now - _widenedAt < Trust)
        {
            // What seemed to be back is not: it is asked for at leisure again.
            _before = Bitrate.Zero;
        }
        else if (!IsBelow(now, before, Returned))
        {
            (_before, _narrowedAt) = (before, now);
        }

        Wait(now, estimate, wasInVain);
    }

    /// <summary>The path is back: it most likely carries what it did.</summary>
    public void Recover(Instant now, Bitrate before)
    {
        _next = before;
        _afterNext = Bitrate.Zero;
        _due = now;
        _answerBy = Instant.Never;
        _isRepeat = false;
    }

    /// <summary>Probes come so often that each needs an empty queue.</summary>
    public bool IsHurried(Instant now, Bitrate estimate) => IsBelow(now, estimate, Narrow)
        && (now - _narrowedAt >= Draining || estimate < NoRoom);

    private bool IsBelow(Instant now, Bitrate rate, double part) => now - _narrowedAt < Memory && rate < _before * part;

    private bool WantsMoreThan(Bitrate estimate) =>
        estimate < options.Maximum && (Wanted is not { } wanted || estimate < wanted * AboveWanted);

    private Bitrate Limit(Bitrate rate)
    {
        var highest = Wanted is { } wanted ? wanted * AboveWanted : options.Maximum;
        return Lesser(rate, Lesser(highest, options.Maximum));
    }

    private static Bitrate Lesser(Bitrate left, Bitrate right) => left < right ? left : right;

    private void Expire(Instant now, Bitrate estimate)
    {
        if (now >= _answerBy)
        {
            _answerBy = Instant.Never;
            Wait(now, estimate, wasInVain: true);
        }
    }

    /// <summary>Longer the more there is already: the smaller of two flows asks more often.</summary>
    private void Wait(Instant now, Bitrate estimate, bool wasInVain)
    {
        _next = _afterNext = Bitrate.Zero;
        (_triesReturn, _isRepeat) = (false, false);
        _gain = SmallestGain;
        var pause = IsHurried(now, estimate) ? PauseWhileNarrow : wasInVain ? ShortestPause * 2 : ShortestPause;
        pause *= Math.Max(1, (double)estimate.BitsPerSecond / SmallEstimate.BitsPerSecond);
        _due = now + (pause < LongestPause ? pause : LongestPause);
    }
}
