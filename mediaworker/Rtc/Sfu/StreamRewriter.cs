using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Makes one continuous RTP stream of a slot's successive sources: sequence numbers go on by one at a switch, timestamps by
/// the time that passed. Losses and reordering of a source stay what they are, so the receiver's statistics stay true.
/// </summary>
/// <remarks>Sequence numbers are extended to 64 bits; a stream starts below 2^15, so its first wrap is far away and the ROC starts at 0.</remarks>
public struct StreamRewriter
{
    /// <summary>
    /// A source that jumps further ahead began anew (RFC 3550 A.1). Its numbers go on by one here, because a receiver that saw
    /// a jump of 2^15 would guess a wrong ROC and never again find a packet authentic.
    /// </summary>
    public const int MaximumJump = 3000;

    private readonly int _clockRate;
    private readonly long _start;
    private readonly uint _startTimestamp;
    private bool _running;
    private long _sequenceOffset;
    private uint _timestampOffset;
    private long _firstOfSource;
    private uint _newestTimestamp;
    private Instant _newestAt;

    /// <param name="clockRate">Of the RTP timestamps, in Hz.</param>
    /// <param name="startSequence">Random (RFC 3550 §5.1); the top bit is ignored.</param>
    /// <param name="startTimestamp">Random.</param>
    public StreamRewriter(int clockRate, ushort startSequence, uint startTimestamp)
    {
        _clockRate = clockRate;
        _start = startSequence & 0x7fff;
        _startTimestamp = startTimestamp;
        Newest = _start - 1;
        _firstOfSource = long.MaxValue;
    }

    /// <summary>The highest sequence number given out, or the one before the first.</summary>
    public long Newest { get; private set; }

    /// <summary>Of the packet numbered <see cref="Newest"/>.</summary>
    public readonly uint NewestTimestamp => _newestTimestamp;

    /// <summary>What to add to the source's timestamps.</summary>
    public readonly uint TimestampOffset => _timestampOffset;

    /// <summary>Takes back the numbers after this one, which never left.</summary>
    public void Rewind(long newest) => Newest = Math.Min(Newest, newest);

    /// <summary>Continues with another source, whose first packet is this one.</summary>
    public void Switch(Instant now, long firstSequence, uint firstTimestamp)
    {
        var timestamp = _startTimestamp;
        if (_running)
        {
            // At least one tick, or two pictures would carry one timestamp and become one frame.
            var passed = Math.Max(1, RtpTime.Ticks(now - _newestAt, _clockRate));
            timestamp = unchecked(_newestTimestamp + (uint)passed);
        }

        _sequenceOffset = Newest + 1 - firstSequence;
        _timestampOffset = unchecked(timestamp - firstTimestamp);
        _firstOfSource = firstSequence;
        _running = true;
    }

    /// <summary>False for a packet that is older than the switch: its number belongs to the source before.</summary>
    public bool TryMap(Instant now, long sequence, uint timestamp, out long mapped, out uint mappedTimestamp)
    {
        mapped = sequence + _sequenceOffset;
        mappedTimestamp = unchecked(timestamp + _timestampOffset);
        if (sequence < _firstOfSource)
        {
            return false;
        }

        if (mapped > Newest + MaximumJump)
        {
            mapped = Newest + 1;
            _sequenceOffset = mapped - sequence;
            _firstOfSource = sequence;
        }

        if (mapped > Newest)
        {
            Newest = mapped;
            _newestTimestamp = mappedTimestamp;
            _newestAt = now;
        }

        return true;
    }

    /// <summary>The source's number of a packet that the receiver asks for again; false if another source sent it.</summary>
    public readonly bool TryUnmap(RtpSeq requested, out long sequence, out long mapped)
    {
        mapped = Newest + (requested - new RtpSeq(unchecked((ushort)Newest)));
        sequence = mapped - _sequenceOffset;
        return sequence >= _firstOfSource && mapped <= Newest;
    }
}
