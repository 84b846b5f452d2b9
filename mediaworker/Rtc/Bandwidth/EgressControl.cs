using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// The sending side of one viewer's path: numbers what leaves, estimates, paces and probes. One per viewer with
/// transport-wide feedback or REMB.
/// </summary>
internal sealed class EgressControl
{
    private readonly SendSideEstimator _estimator;
    private readonly Pacer _pacer;
    private ProbeSender _probe;
    private RepairBudget _repairs;
    private RtpSeq _sequence;

    /// <param name="firstSequence">Random, as all numbers that a stranger could guess.</param>
    public EgressControl(EstimatorOptions options, RtpSeq firstSequence)
    {
        _estimator = new SendSideEstimator(options);
        _pacer = new Pacer(options.Start);
        _sequence = firstSequence;
    }

    /// <summary>
    /// The viewer has an RTX stream that runs, which filling goes on. Without it there are no probes: media alone proves a rate.
    /// </summary>
    public bool CanFill { get; set; } = true;

    /// <summary>The number of the packet that leaves next.</summary>
    public RtpSeq NextSequence => _sequence;

    /// <summary>What may be sent.</summary>
    public Bitrate Target => _estimator.Target;

    /// <inheritdoc cref="SendSideEstimator.Presumed"/>
    public Bitrate Presumed => _estimator.Presumed;

    /// <summary>What arrives at the viewer; null while that is not known.</summary>
    public Bitrate? Acknowledged => _estimator.Acknowledged;

    /// <inheritdoc cref="SendSideEstimator.IsFlooded"/>
    public bool IsFlooded => _estimator.IsFlooded;

    /// <summary>The part of the packets lost lately.</summary>
    public double Loss => _estimator.Loss;

    /// <summary>For <see cref="HandleTimeout"/>; then <see cref="TryRelease"/> and <see cref="FillDue"/> may have something.</summary>
    public Instant NextTimeout =>
        Instant.Min(_estimator.NextTimeout, Instant.Min(_pacer.NextTimeout, _probe.NextTimeout));

    /// <summary>A video packet may leave right now; else <see cref="TryDefer"/> it. Audio need not ask.</summary>
    public bool MaySend(Instant now) => _pacer.MaySend(now);

    /// <summary>A repair may leave; else the receiver asks again.</summary>
    public bool MayRepair(Instant now, int bytes) => _repairs.TryTake(now, Target, bytes);

    /// <inheritdoc cref="ProbeController.TriesReturn"/>
    public bool TriesReturn(Instant now) => _estimator.TriesReturn(now);

    /// <inheritdoc cref="Pacer.TryDefer"/>
    public bool TryDefer(DeferredPacket packet) => _pacer.TryDefer(packet);

    /// <inheritdoc cref="Pacer.TryRelease"/>
    public bool TryRelease(Instant now, out DeferredPacket packet) => _pacer.TryRelease(now, out packet);

    /// <inheritdoc cref="Pacer.TryFlush"/>
    public bool TryFlush(out DeferredPacket packet) => _pacer.TryFlush(out packet);

    /// <inheritdoc cref="Pacer.Forget"/>
    public int Forget(byte slot) => _pacer.Forget(slot);

    /// <summary>What a probe lacks now: what waits, else retransmissions, else padding, of about so many bytes.</summary>
    public DataSize FillDue(Instant now) => _probe.FillDue(now);

    /// <summary>There is nothing to fill the probe with.</summary>
    public void EndProbe()
    {
        _estimator.ProbeSent(_probe.Cluster);
        _probe = default;
    }

    /// <summary>Counts a packet that leaves now without a number: nobody tells whether it arrives.</summary>
    /// <param name="bytes">As they count on the path: SRTP with tag, and the UDP and IP headers.</param>
    public void UnnumberedSent(Instant now, int bytes) => Count(now, bytes);

    /// <summary>Counts a packet that leaves now under <see cref="NextSequence"/>: audio, video, repairs and filling alike.</summary>
    /// <param name="bytes">As they count on the path: SRTP with tag, and the UDP and IP headers.</param>
    /// <returns>Its number.</returns>
    public RtpSeq PacketSent(Instant now, int bytes)
    {
        var sequence = _sequence;
        _sequence = sequence.Next();
        var cluster = _probe.Cluster;
        _estimator.PacketSent(now, sequence, bytes, cluster);
        Count(now, bytes);
        if (_probe.PacketSent(now, bytes))
        {
            _estimator.ProbeSent(cluster);
        }

        return sequence;
    }

    /// <summary>What all slots together could use (<see cref="Allocator.Wanted"/>); probes ask for no more.</summary>
    public void Want(Bitrate wanted) => _estimator.Wanted = wanted;

    public void HandleFeedback(Instant now, TransportFeedback feedback)
    {
        _estimator.HandleFeedback(now, feedback);
        Apply(now);
    }

    /// <inheritdoc cref="SendSideEstimator.HandleRemb"/>
    public void HandleRemb(Instant now, Bitrate estimate)
    {
        _estimator.HandleRemb(estimate);
        Apply(now);
    }

    public void HandleRoundTrip(TimeSpan roundTrip) => _estimator.HandleRoundTrip(roundTrip);

    public void HandleTimeout(Instant now)
    {
        _estimator.HandleTimeout(now);
        Apply(now);
    }

    /// <summary>Every packet takes of the path.</summary>
    private void Count(Instant now, int bytes)
    {
        _pacer.PacketSent(now, bytes);
        _repairs.PacketSent(now, Target, bytes);
    }

    private void Apply(Instant now)
    {
        _pacer.SetTarget(Target);
        if (CanFill && !_probe.IsActive && _estimator.TryStartProbe(now, out var cluster))
        {
            _probe.Begin(now, cluster);
        }
    }
}
