using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// How much a viewer's path carries, from the transport-wide feedback on what was sent: the lesser of what delay and loss
/// allow, raised by probes (draft-ietf-rmcat-gcc-02). Where the viewer sends no such feedback, its REMB counts.
/// </summary>
internal sealed class SendSideEstimator
{
    /// <summary>At 4 Mbit/s, some two seconds.</summary>
    private const int History = 1024;

    /// <summary>
    /// A probe that filled the path pushed other flows aside for its time, so it shows more than our share of it: a small
    /// gain is theirs.
    /// </summary>
    private const double SaturatedGain = 1.3;

    /// <summary>How much later than its successors a packet may arrive and not be lost.</summary>
    private static readonly TimeSpan Reordering = TimeSpan.FromMilliseconds(100);

    /// <summary>After a pause as long as this the delays before it are history.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <summary>Without feedback on a running stream for so long, the path is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>More than repairs make good.</summary>
    private const double HeavyLoss = 0.3;

    private readonly EstimatorOptions _options;
    private readonly SentPackets _sent = new(History);
    private readonly ArrivalGroups _groups = new();
    private readonly Trendline _trendline = new();
    private readonly StandingQueue _queue = new();
    private readonly AcknowledgedRate _acknowledged = new();
    private readonly DelayController _delay;
    private readonly LossController _loss;
    private readonly ProbeController _probes;
    private readonly ProbeMeter _meter = new();
    private ArrivalClock _clock;
    private PathUse _use;
    private TimeSpan _roundTrip = TimeSpan.FromMilliseconds(100);
    private Instant _newestReceivedSentAt;
    private Instant _lastSent;
    private Instant _waitsSince = Instant.Never;
    private Bitrate? _beforeOutage;

    /// <summary>What the path carried before an outage that ended, until it is known what it carries now.</summary>
    private Bitrate? _presumed;
    private Instant _presumedUntil;
    private Bitrate? _remb;
    private byte? _lastFeedback;

    public SendSideEstimator(EstimatorOptions options)
    {
        _options = options;
        _delay = new DelayController(options);
        _loss = new LossController(options);
        _probes = new ProbeController(options);
        Target = options.Start;
    }

    /// <summary>What may be sent.</summary>
    public Bitrate Target { get; private set; }

    /// <summary>
    /// What to divide: <see cref="Target"/>, but for an outage and the moment after it. To take pictures from a viewer then would
    /// help nobody, and keep them from being there when the path is back.
    /// </summary>
    public Bitrate Presumed => (_beforeOutage ?? _presumed) is { } before && before > Target ? before : Target;

    /// <summary>What arrives at the viewer; null while that is not known.</summary>
    public Bitrate? Acknowledged => _acknowledged.Rate;

    /// <summary>How long packets wait at the bottleneck.</summary>
    public TimeSpan QueueingDelay => _queue.Delay;

    /// <summary>So much is lost that a picture above the path's rate does not come through.</summary>
    public bool IsFlooded => _loss.Loss > _loss.InherentLoss + HeavyLoss;

    /// <inheritdoc cref="ProbeController.TriesReturn"/>
    public bool TriesReturn(Instant now) => _probes.TriesReturn(now);

    /// <summary>The part of the packets lost lately.</summary>
    public double Loss => _loss.Loss;

    /// <summary>What the application could use: probes ask for no more. Null while it has not said.</summary>
    public Bitrate? Wanted
    {
        get => _probes.Wanted;
        set => _probes.Wanted = value;
    }

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public Instant NextTimeout => HasFeedback ? _waitsSince + Patience : Instant.Never;

    private bool HasFeedback => _lastFeedback is not null;

    /// <param name="bytes">As they count on the path: SRTP with tag, and the UDP and IP headers.</param>
    /// <param name="cluster">Of the probe that is being sent; 0 for none.</param>
    public void PacketSent(Instant now, RtpSeq sequence, int bytes, byte cluster = 0)
    {
        if (_waitsSince == Instant.Never || now - _lastSent > Silence)
        {
            _waitsSince = now;
        }

        _lastSent = now;
        _sent.Add(now, sequence, bytes, cluster);
        if (cluster != 0)
        {
            _meter.NoteSent(cluster, now, bytes);
        }
    }

    public void HandleFeedback(Instant now, TransportFeedback feedback)
    {
        var isNext = _lastFeedback is { } last && feedback.FeedbackCount == unchecked((byte)(last + 1));
        var creditsGap = HasFeedback && !isNext && _beforeOutage is null;
        _lastFeedback = feedback.FeedbackCount;
        foreach (var report in feedback)
        {
            if (report.Arrival is not { } onWire)
            {
                _sent.MarkMissing(report.Sequence);
                continue;
            }

            var arrival = _clock.Extend(onWire);
            if (_beforeOutage is not null)
            {
                EndOutage(now, report.Sequence);
            }

            if (creditsGap)
            {
                CreditUnreported(report.Sequence, arrival);
                creditsGap = false;
            }

            if (_sent.TryReceive(report.Sequence, out var packet))
            {
                HandleArrival(packet, arrival);
            }
        }

        _waitsSince = Instant.Never;
        JudgeLosses();
        Update(now);
    }

    public void HandleRoundTrip(TimeSpan roundTrip) =>
        _roundTrip = TimeSpan.FromTicks(Math.Clamp(roundTrip.Ticks, 0, TimeSpan.TicksPerSecond));

    /// <summary>The receiver's own estimate; without effect once there was transport-wide feedback.</summary>
    public void HandleRemb(Bitrate estimate)
    {
        if (!HasFeedback)
        {
            _remb = estimate;
            Target = Clamp(estimate);
        }
    }

    /// <summary>The path is silent though we send: the rate halves, each second anew.</summary>
    public void HandleTimeout(Instant now)
    {
        if (NextTimeout > now)
        {
            return;
        }

        // A stream that paused gets no feedback, and that is no outage.
        var isSending = now - _lastSent < Silence;
        _waitsSince = isSending ? now : Instant.Never;
        if (isSending)
        {
            _beforeOutage ??= Target;
            _delay.Set(now, Target * 0.5);
            Target = Lesser(_delay.Estimate, _loss.Bound);
        }
    }

    /// <summary>A probe that is to be sent now. <see cref="ProbeSent"/> ends it.</summary>
    public bool TryStartProbe(Instant now, out ProbeCluster cluster)
    {
        cluster = default;
        var hasRoom = _queue.IsEmpty || !_probes.IsHurried(now, Target);
        var isClear = _use == PathUse.Normal && hasRoom && _beforeOutage is null && _remb is null;
        if (!isClear || !_probes.TryStart(now, Target, isClear, out cluster))
        {
            return false;
        }

        _meter.Begin(cluster);
        return true;
    }

    public void ProbeSent(byte cluster) => _meter.End(cluster);

    private void HandleArrival(in SentPacket packet, TimeSpan arrival)
    {
        if (packet.SentAt - _newestReceivedSentAt > Silence)
        {
            ForgetDelays();
        }

        _newestReceivedSentAt = packet.SentAt > _newestReceivedSentAt ? packet.SentAt : _newestReceivedSentAt;
        _acknowledged.Add(arrival, packet.Bytes);
        _queue.Add(packet.SentAt, arrival);
        if (packet.Cluster != 0)
        {
            _meter.NoteArrival(packet.Cluster, arrival, packet.Bytes);
        }

        if (_groups.TryAdd(packet.SentAt, arrival, out var delta))
        {
            _trendline.Add(delta);
        }
    }

    /// <summary>
    /// A feedback was lost: the packets that it told of most likely arrived, as the next one did. Uncounted, they would look
    /// like a fall of the rate.
    /// </summary>
    private void CreditUnreported(RtpSeq next, TimeSpan arrival)
    {
        if (!_sent.TryPeek(next, out var known))
        {
            return;
        }

        while (_sent.TrySkipUnreported(next, out var packet))
        {
            _acknowledged.Add(arrival - (known.SentAt - packet.SentAt), packet.Bytes);
        }
    }

    private void JudgeLosses()
    {
        while (_sent.TryJudge(_newestReceivedSentAt - Reordering, out var packet, out var fate))
        {
            if (fate != PacketFate.Unknown)
            {
                _loss.Add(packet, fate == PacketFate.Missing);
            }
        }
    }

    private void Update(Instant now)
    {
        _remb = null;
        _use = _queue.Correct(now, _trendline.Use);
        var before = _delay.Estimate;
        if (_delay.Update(now, _use, _acknowledged.Rate, _acknowledged.Recent, _roundTrip, _queue.Excess))
        {
            _probes.HandleFall(now, before, _delay.Estimate);
        }

        _loss.Update(now, _delay.Estimate);
        _presumed = now < _presumedUntil ? _presumed : null;
        while (_meter.TryTake(out var result))
        {
            _presumed = result.IsConclusive ? null : _presumed;
            HandleProbe(now, result);
        }

        Target = Clamp(Lesser(_delay.Estimate, _loss.Bound));
    }

    private void HandleProbe(Instant now, in ProbeResult result)
    {
        var answers = _probes.HandleResult(now, result, Target);
        var needed = result.IsSaturated ? Target * SaturatedGain : Target;
        if (answers && _use != PathUse.Over && result.Rate > needed)
        {
            _delay.Set(now, result.Rate);
            _loss.Lift(result.Rate);
        }
    }

    private void EndOutage(Instant now, RtpSeq first)
    {
        _probes.Recover(now, _beforeOutage!.Value);
        (_presumed, _presumedUntil, _beforeOutage) = (_beforeOutage, now + Patience, null);
        _sent.JudgeFrom(first);
        ForgetDelays();
    }

    private void ForgetDelays()
    {
        _groups.Reset();
        _trendline.Reset();
        _queue.Reset();
        _use = PathUse.Normal;
    }

    private Bitrate Clamp(Bitrate rate) =>
        new(Math.Clamp(rate.BitsPerSecond, _options.Minimum.BitsPerSecond, _options.Maximum.BitsPerSecond));

    private static Bitrate Lesser(Bitrate left, Bitrate right) => left < right ? left : right;
}
