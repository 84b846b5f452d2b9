using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// The way out to one viewer that tells how its path fares: numbers what leaves, makes video wait its turn, and fills probes. Sound
/// never waits, and repairs only while there are too many.
/// </summary>
internal sealed class Egress(RtpSeq firstSequence, DropCounters drops)
{
    /// <summary>SRTP tag, UDP and IPv4 headers.</summary>
    public const int PathOverhead = 16 + 8 + 20;

    /// <summary>Of most packets: fixed header, CSRC, transport-wide number.</summary>
    private const int HeaderLength = 24;

    /// <summary>By then the first probes have shown what the path carries; until then the estimate is a guess.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(2);

    /// <summary>In the order they came, for as long as the transport lives: a waiting packet names its slot by its place here.</summary>
    private readonly List<Slot> _slots = [];
    private readonly EgressControl _control = new(EstimatorOptions.Default, firstSequence);
    private Instant _firstReport = Instant.Never;

    public Bitrate Target => _control.Target;

    /// <inheritdoc cref="EgressControl.Presumed"/>
    public Bitrate Presumed => _control.Presumed;

    /// <summary>What arrives at the viewer; null while that is not known.</summary>
    public Bitrate? Acknowledged => _control.Acknowledged;

    /// <summary>The part of the packets lost lately.</summary>
    public double Loss => _control.Loss;

    /// <inheritdoc cref="SendSideEstimator.IsFlooded"/>
    public bool IsFlooded => _control.IsFlooded;

    public RtpSeq NextSequence => _control.NextSequence;

    public Instant NextTimeout => _control.NextTimeout;

    /// <summary>The slot's packets go this way. At most as many slots as an offer has sections, which fit a byte.</summary>
    public void Add(Slot slot)
    {
        if (!_slots.Contains(slot))
        {
            slot.Egress = this;
            _slots.Add(slot);
        }
    }

    /// <summary>A video packet may leave now; else <see cref="Defer"/> it.</summary>
    public bool MaySend(Instant now) => _control.MaySend(now);

    /// <inheritdoc cref="EgressControl.MayRepair"/>
    public bool MayRepair(Instant now, int payload) => _control.MayRepair(now, payload + HeaderLength + PathOverhead);

    /// <summary>The packet leaves when its turn comes. With too many waiting already, all leave now.</summary>
    /// <param name="sequence">In the slot's stream.</param>
    /// <param name="payload">Bytes.</param>
    public void Defer(Instant now, Slot slot, long sequence, int payload, Transport viewer, IDatagramSink output)
    {
        var packet = new DeferredPacket((byte)_slots.IndexOf(slot), sequence, payload + HeaderLength + PathOverhead);
        if (_control.TryDefer(packet))
        {
            return;
        }

        while (_control.TryFlush(out var waiting))
        {
            Send(now, waiting, viewer, output);
        }

        Send(now, packet, viewer, output);
    }

    /// <summary>What waits of the slot is not wanted any more.</summary>
    public void Forget(Slot slot) => drops.Add(DropReason.LayerNotWanted, _control.Forget((byte)_slots.IndexOf(slot)));

    /// <inheritdoc cref="ProbeController.TriesReturn"/>
    public bool TriesReturn(Instant now) => _control.TriesReturn(now);

    /// <summary>Counts a packet that left.</summary>
    /// <param name="length">Of the plain packet.</param>
    /// <param name="isNumbered">It carried <see cref="NextSequence"/>.</param>
    public void PacketSent(Instant now, int length, bool isNumbered)
    {
        if (isNumbered)
        {
            _control.PacketSent(now, length + PathOverhead);
        }
        else
        {
            _control.UnnumberedSent(now, length + PathOverhead);
        }
    }

    /// <summary>The viewer's reports have gone on for long enough to go by <see cref="Target"/>.</summary>
    public bool IsProven(Instant now) => _firstReport != Instant.Never && now - _firstReport >= Proof;

    /// <summary>What all slots together could use; probes ask for no more.</summary>
    public void Want(Bitrate wanted) => _control.Want(wanted);

    public void HandleFeedback(Instant now, TransportFeedback feedback)
    {
        _firstReport = Instant.Min(_firstReport, now);

        // A probe before the first picture would have nothing to be filled with, and its failure would delay the next.
        _control.CanFill = _slots.Exists(static slot => slot.CanFill && slot.IsRunning);
        _control.HandleFeedback(now, feedback);
    }

    public void HandleRemb(Instant now, Bitrate estimate)
    {
        _firstReport = Instant.Min(_firstReport, now);
        _control.HandleRemb(now, estimate);
    }

    public void HandleRoundTrip(TimeSpan roundTrip) => _control.HandleRoundTrip(roundTrip);

    /// <summary>Sends what is due. Only while the viewer can be sent to.</summary>
    public void HandleTimeout(Instant now, Transport viewer, IDatagramSink output)
    {
        if (NextTimeout > now)
        {
            return;
        }

        _control.HandleTimeout(now);
        while (_control.TryRelease(now, out var packet))
        {
            Send(now, packet, viewer, output);
        }

        while (_control.FillDue(now) is { Bytes: > 0 } due)
        {
            if (!TryFill(now, (int)due.Bytes, viewer, output))
            {
                _control.EndProbe();
            }
        }
    }

    /// <summary>What waits goes first; then, once more, what left lately, which helps where something is lost; then padding.</summary>
    private bool TryFill(Instant now, int bytes, Transport viewer, IDatagramSink output)
    {
        if (_control.TryFlush(out var waiting))
        {
            Send(now, waiting, viewer, output);
            return true;
        }

        foreach (var slot in _slots)
        {
            if (slot.CanFill && slot.IsRunning)
            {
                slot.Fill(now, bytes, viewer, output);
                return true;
            }
        }

        return false;
    }

    private void Send(Instant now, DeferredPacket packet, Transport viewer, IDatagramSink output)
    {
        if (!_slots[packet.Slot].SendWaiting(now, packet.Sequence, viewer, output))
        {
            drops.Add(DropReason.BeforeSwitch);
        }
    }
}
