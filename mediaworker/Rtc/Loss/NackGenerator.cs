using Serverless.Rtc.Units;

namespace Serverless.Rtc.Loss;

/// <summary>
/// Decides which packets of one stream to request again, and when (RFC 4585 §6.2.1). Memory is bounded and allocated
/// once. What cannot be repaired becomes a wish for a key frame, which audio ignores.
/// </summary>
public sealed class NackGenerator
{
    /// <summary>The wait between requests grows by half with each, up to eight times the first.</summary>
    private const double BackOff = 1.5;
    private const double MaxBackOff = 8;

    private readonly NackOptions _options;

    /// <summary>In the order of sending.</summary>
    private readonly Missing[] _missing;
    private int _count;
    private ExtendedSeq _highest;
    private bool _started;
    private bool _keyFrameWanted;

    public NackGenerator(NackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxMissing, nameof(options));
        _options = options;
        _missing = new Missing[options.MaxMissing];
    }

    /// <summary>Packets missing now.</summary>
    public int MissingCount => _count;

    /// <summary>
    /// When <see cref="CollectDue"/> will have something; <see cref="Instant.Never"/> when nothing is missing.
    /// </summary>
    public Instant NextTimeout
    {
        get
        {
            var next = Instant.Never;
            for (var index = 0; index < _count; index++)
            {
                next = Instant.Min(next, _missing[index].Due);
            }

            return next;
        }
    }

    /// <summary>A packet arrived, as itself or as a retransmission.</summary>
    public NackArrival HandleArrival(Instant now, ExtendedSeq sequence)
    {
        if (!_started)
        {
            _started = true;
            _highest = sequence;
            return NackArrival.Newest;
        }

        if (sequence <= _highest)
        {
            return TryRemove(sequence) ? NackArrival.FilledGap : NackArrival.LateOrDuplicate;
        }

        AddGap(now, sequence);
        _highest = sequence;
        HastenOvertaken(now);
        return NackArrival.Newest;
    }

    /// <summary>A key frame began at this packet: nothing before it is needed any more.</summary>
    public void HandleKeyFrame(ExtendedSeq start)
    {
        var obsolete = 0;
        while (obsolete < _count && _missing[obsolete].Sequence < start)
        {
            obsolete++;
        }

        RemoveFirst(obsolete);
        _keyFrameWanted = false;
    }

    /// <summary>Writes what to request now, in the order of sending, and counts it as requested.</summary>
    /// <param name="now">The present.</param>
    /// <param name="roundTrip">To the sender; a request is repeated only when its answer is overdue.</param>
    /// <param name="due">More than fit stay due.</param>
    /// <returns>How many were written.</returns>
    public int CollectDue(Instant now, TimeSpan roundTrip, Span<RtpSeq> due)
    {
        var kept = 0;
        var written = 0;
        for (var index = 0; index < _count; index++)
        {
            var missing = _missing[index];
            if (now - missing.Since >= _options.MaxAge || (missing.Tries >= _options.MaxTries && now >= missing.Due))
            {
                _keyFrameWanted = true;
                continue;
            }

            if (now >= missing.Due && written < due.Length)
            {
                due[written++] = missing.Sequence.Sequence;
                missing = missing with { Tries = missing.Tries + 1, Due = now + Wait(roundTrip, missing.Tries) };
            }

            _missing[kept++] = missing;
        }

        _count = kept;
        return written;
    }

    /// <summary>True once after packets were given up or were too many to request.</summary>
    public bool TakeKeyFrameWish()
    {
        var wanted = _keyFrameWanted;
        _keyFrameWanted = false;
        return wanted;
    }

    private TimeSpan Wait(TimeSpan roundTrip, int tries) =>
        (roundTrip + _options.RetryMargin) * Math.Min(Math.Pow(BackOff, tries), MaxBackOff);

    private void AddGap(Instant now, ExtendedSeq newest)
    {
        var gap = newest - _highest - 1;
        if (gap > Math.Min(_options.MaxGap, _missing.Length))
        {
            // A key frame repairs what is missing before it, too.
            _count = 0;
            _keyFrameWanted = true;
            return;
        }

        var excess = (int)(_count + gap - _missing.Length);
        if (excess > 0)
        {
            RemoveFirst(excess);
            _keyFrameWanted = true;
        }

        for (var sequence = _highest + 1; sequence < newest; sequence += 1)
        {
            _missing[_count++] = new Missing(sequence, now, now + _options.ReorderDelay, Tries: 0);
        }
    }

    private void HastenOvertaken(Instant now)
    {
        for (var index = _count - 1; index >= 0 && _missing[index].Tries == 0; index--)
        {
            if (_highest - _missing[index].Sequence >= _options.ReorderPackets && _missing[index].Due > now)
            {
                _missing[index] = _missing[index] with { Due = now };
            }
        }
    }

    private bool TryRemove(ExtendedSeq sequence)
    {
        var index = _missing.AsSpan(0, _count).BinarySearch(new Missing(sequence, default, default, 0));
        if (index < 0)
        {
            return false;
        }

        Array.Copy(_missing, index + 1, _missing, index, _count - index - 1);
        _count--;
        return true;
    }

    private void RemoveFirst(int count)
    {
        Array.Copy(_missing, count, _missing, 0, _count - count);
        _count -= count;
    }

    private readonly record struct Missing(ExtendedSeq Sequence, Instant Since, Instant Due, int Tries)
        : IComparable<Missing>
    {
        public int CompareTo(Missing other) => Sequence.CompareTo(other.Sequence);
    }
}
