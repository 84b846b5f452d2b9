using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Loss;

/// <summary>
/// Notes when packets of a transport arrived, by transport-wide sequence number, and tells the sender
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). Memory is bounded, and allocated once, by the first arrival: those who
/// only watch send nothing that arrives.
/// </summary>
public sealed class TwccRecorder
{
    /// <summary>Numbers that one report period can span; the oldest fall out of a longer one.</summary>
    private const int Capacity = 4096;

    /// <summary>How far back a late packet is still told of, after its number was reported as not received.</summary>
    private const int MaxLate = 256;

    /// <summary>
    /// A longer run of losses at the start of a report is left out; the sender sees the gap in the numbers.
    /// </summary>
    private const int MaxLeadingLosses = 256;

    private readonly TimeSpan _interval;

    /// <summary>
    /// By the lower bits of the number; <see cref="Instant.Never"/> for a packet that has not arrived.
    /// </summary>
    private Instant[] _arrivals = [];
    private Instant[] _ordered = [];
    private SequenceUnwrapper _unwrapper;

    /// <summary>The first number of the next packet.</summary>
    private ExtendedSeq _next;
    private Instant _due = Instant.Never;
    private byte _feedbackCount;

    /// <param name="interval">Between reports; 50 to 250 ms.</param>
    public TwccRecorder(TimeSpan interval)
    {
        _interval = interval;
    }

    /// <summary>
    /// When the next feedback is due; <see cref="Instant.Never"/> when nothing arrived since the last.
    /// </summary>
    public Instant NextTimeout => _due;

    public void HandleArrival(Instant now, RtpSeq sequence)
    {
        var started = _unwrapper.HasValue;
        var before = _unwrapper.Highest;
        var extended = _unwrapper.Unwrap(sequence);
        if (!started)
        {
            _arrivals = new Instant[Capacity];
            _ordered = new Instant[Capacity];
            Array.Fill(_arrivals, Instant.Never);
            _next = extended;
        }
        else if (extended > before)
        {
            Forget(before + 1, extended);
        }
        else if (before - extended >= Capacity || _next - extended > MaxLate || Arrival(extended) != Instant.Never)
        {
            return;
        }

        Arrival(extended) = now;
        var oldestKept = _unwrapper.Highest.Value - Capacity + 1;
        _next = new ExtendedSeq(Math.Max(Math.Min(_next.Value, extended.Value), oldestKept));
        _due = _due == Instant.Never ? now + _interval : _due;
    }

    /// <summary>
    /// Adds a feedback packet to a compound when one is due; false when none is, or the compound is full. While
    /// <see cref="NextTimeout"/> is past after that, go on in a new compound.
    /// </summary>
    public bool TryWriteFeedback(Instant now, Ssrc sender, Ssrc media, ref RtcpWriter writer)
    {
        if (now < _due)
        {
            return false;
        }

        SkipLongLoss();
        var count = (int)(_unwrapper.Highest - _next) + 1;
        for (var index = 0; index < count; index++)
        {
            _ordered[index] = Arrival(_next + index);
        }

        var covered = writer.WriteTransportFeedback(
            sender, media, _feedbackCount, _next.Sequence, _ordered.AsSpan(0, count));
        if (covered == 0)
        {
            return false;
        }

        _feedbackCount++;
        _next += covered;
        _due = covered == count ? Instant.Never : now;
        return true;
    }

    private ref Instant Arrival(ExtendedSeq sequence) => ref _arrivals[sequence.Value & (Capacity - 1)];

    private void SkipLongLoss()
    {
        var losses = 0;
        while (_next + losses < _unwrapper.Highest && Arrival(_next + losses) == Instant.Never)
        {
            losses++;
        }

        _next += losses > MaxLeadingLosses ? losses : 0;
    }

    /// <summary>The ring's places of the numbers up to the newest hold those of a turn ago.</summary>
    private void Forget(ExtendedSeq from, ExtendedSeq to)
    {
        if (to - from >= Capacity)
        {
            Array.Fill(_arrivals, Instant.Never);
            return;
        }

        for (var sequence = from; sequence <= to; sequence += 1)
        {
            Arrival(sequence) = Instant.Never;
        }
    }
}
