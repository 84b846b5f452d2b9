using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Loss;

/// <summary>
/// What a receiver counts of one stream, for its report blocks (RFC 3550 §6.4.1, appendices A.1, A.3, A.8).
/// </summary>
public sealed class ReceiveStatistics
{
    /// <summary>A jump ahead of this many packets is a restart, if the next packet confirms it (A.1).</summary>
    private const int MaxDropout = 3000;

    /// <summary>So is one this far back; nearer is a late packet.</summary>
    private const int MaxMisorder = 1000;

    private readonly Ssrc _source;
    private readonly int _clockRate;
    private SequenceUnwrapper _unwrapper;
    private RtpSeq? _restartAt;

    /// <summary>Packets that should have come, without the span that a restart jumped over.</summary>
    private long _expected;
    private long _received;
    private long _expectedAtReport;
    private long _receivedAtReport;
    private InterarrivalJitter _jitter;
    private uint _lastSenderReport;
    private Instant _senderReportArrival;

    /// <param name="source">The stream.</param>
    /// <param name="clockRate">Of its timestamps, in Hz.</param>
    public ReceiveStatistics(Ssrc source, int clockRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clockRate);
        _source = source;
        _clockRate = clockRate;
    }

    public bool HasReceived => _unwrapper.HasValue;

    /// <summary>The highest sequence number received; meaningful when <see cref="HasReceived"/>.</summary>
    public ExtendedSeq Highest => _unwrapper.Highest;

    /// <summary>Duplicates included, as in the report.</summary>
    public long PacketsReceived => _received;

    /// <summary>By the last report, 0 to 1; null before the first.</summary>
    public double? FractionLost { get; private set; }

    /// <summary>Negative when duplicates outnumber losses.</summary>
    public long CumulativeLost => _expected - _received;

    public TimeSpan Jitter => TimeSpan.FromTicks(_jitter.Ticks * TimeSpan.TicksPerSecond / _clockRate);

    /// <summary>Counts a packet and extends its sequence number.</summary>
    /// <returns>
    /// False for a packet so far from the others that it begins a new numbering or is a stray: drop it. The next one
    /// decides, and after a restart the extended numbers go on in a later cycle.
    /// </returns>
    public bool TryReceive(Instant now, RtpSeq sequence, RtpTime timestamp, out ExtendedSeq extended)
    {
        extended = _unwrapper.Nearest(sequence);
        if (!HasReceived)
        {
            _expected = 1;
            _unwrapper.Unwrap(sequence);
        }
        else
        {
            var ahead = extended - _unwrapper.Highest;
            if (ahead is > -MaxMisorder and < MaxDropout)
            {
                _expected += Math.Max(ahead, 0);
                _unwrapper.Unwrap(sequence);
                _restartAt = null;
            }
            else if (_restartAt == sequence)
            {
                // The packet that was dropped while in doubt counts as lost.
                extended = _unwrapper.Restart(sequence);
                _expected += 2;
                _restartAt = null;
                _jitter.Restart();
            }
            else
            {
                _restartAt = sequence.Next();
                return false;
            }
        }

        _received++;
        _jitter.Add(RtpTime.Ticks(now - default(Instant), _clockRate), timestamp);
        return true;
    }

    /// <summary>
    /// The extended number of a packet that came another way, as a retransmission does; counts nothing.
    /// </summary>
    public ExtendedSeq Extend(RtpSeq sequence) => _unwrapper.Nearest(sequence);

    public void HandleSenderReport(Instant now, NtpTime ntp)
    {
        _lastSenderReport = ntp.Compact;
        _senderReportArrival = now;
    }

    /// <summary>The report block as of now. Each call begins a new interval for the fraction lost.</summary>
    public ReportBlock TakeReport(Instant now)
    {
        var expected = _expected - _expectedAtReport;
        var lost = expected - (_received - _receivedAtReport);
        _expectedAtReport = _expected;
        _receivedAtReport = _received;
        var fraction = expected <= 0 || lost <= 0 ? 0 : Math.Min(byte.MaxValue, (lost << 8) / expected);
        FractionLost = fraction / 256.0;
        return new ReportBlock(
            _source,
            (byte)fraction,
            (int)Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF),
            unchecked((uint)_unwrapper.Highest.Value),
            (uint)_jitter.Ticks,
            _lastSenderReport,
            _lastSenderReport == 0 ? 0 : NtpTime.ToCompact(now - _senderReportArrival));
    }
}
