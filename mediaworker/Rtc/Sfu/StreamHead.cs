using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>How far a slot's outgoing stream has come, which is where its next source goes on.</summary>
/// <remarks>Sequence numbers are extended to 64 bits; a stream starts below 2^15, so its first wrap is far away and the ROC starts at 0.</remarks>
internal struct StreamHead
{
    private Instant _newestAt;

    /// <param name="clockRate">Of the RTP timestamps, in Hz.</param>
    /// <param name="startSequence">Random (RFC 3550 §5.1); the top bit is ignored.</param>
    /// <param name="startTimestamp">Random.</param>
    public StreamHead(int clockRate, ushort startSequence, uint startTimestamp)
    {
        ClockRate = clockRate;
        Sequence = (startSequence & 0x7fff) - 1;
        Timestamp = startTimestamp;
    }

    public int ClockRate { get; }

    /// <summary>The highest given out, or the one before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>Of that packet, or the first.</summary>
    public uint Timestamp { get; private set; }

    public bool IsRunning { get; private set; }

    /// <summary>For a frame that arrives now from another source, whose clock says nothing about the one before.</summary>
    public readonly uint TimestampAt(Instant now)
    {
        if (!IsRunning)
        {
            return Timestamp;
        }

        // At least one tick, or two pictures would carry one timestamp and become one frame.
        return unchecked(Timestamp + (uint)Math.Max(1, RtpTime.Ticks(now - _newestAt, ClockRate)));
    }

    public void Advance(Instant now, long sequence, uint timestamp)
    {
        if (sequence > Sequence)
        {
            (Sequence, Timestamp, _newestAt, IsRunning) = (sequence, timestamp, now, true);
        }
    }
}
