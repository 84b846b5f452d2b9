using System.Buffers.Binary;
using Serverless.Load.Measure;
using Serverless.Load.Media;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Peers;

/// <summary>What a participant receives, and what it says about it: reports, and feedback for the worker's estimate of the path.</summary>
internal sealed class PeerReceiver
{
    /// <summary>As many as one report can have (RFC 3550 §6.4.1).</summary>
    private const int RtcpReportBlocks = 31;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FeedbackInterval = TimeSpan.FromMilliseconds(100);

    private readonly PeerPlan _plan;
    private readonly Instant _asked;
    private readonly Counters _counters;
    private readonly Peer _peer;
    private readonly Dictionary<uint, SlotMeter> _slots = [];

    /// <summary>Streams of retransmissions and probes: the worker wants to hear of these, too.</summary>
    private readonly Dictionary<uint, SlotMeter> _repairs = [];
    private readonly TwccRecorder? _arrivals;
    private readonly bool _hasVideo;
    private Instant _nextReport = Instant.Never;
    private readonly Ssrc _firstSource;

    public PeerReceiver(
        PeerPlan plan, Instant asked, IReadOnlyList<ClientSection> sections, Counters counters, Peer peer)
    {
        _plan = plan;
        _asked = asked;
        _counters = counters;
        _peer = peer;
        foreach (var section in sections.Where(section => section.Source is not null))
        {
            var meter = new SlotMeter(section);
            _slots.Add(section.Source!.Value.Ssrc, meter);
            if (section.Source.Value.RtxSsrc is { } repair)
            {
                _repairs.Add(repair, meter);
            }

            _hasVideo |= meter.IsVideo;
            _firstSource = new Ssrc(section.Source.Value.Ssrc);
            if (section.Extensions.TransportCc != 0)
            {
                _arrivals ??= new TwccRecorder(FeedbackInterval);
            }
        }
    }

    public bool HasReceived => _nextReport != Instant.Never;

    /// <summary>A picture came whole, or, where there are none, a sound.</summary>
    public bool HasPlayed { get; private set; }

    public Instant NextDeadline => Instant.Min(_nextReport, _arrivals?.NextTimeout ?? Instant.Never);

    /// <summary>Of a packet that is still encrypted: its header is in clear (RFC 3711 §3.1).</summary>
    public void CountRtp(Instant now, ReadOnlySpan<byte> packet)
    {
        if (packet.Length < RtpView.FixedHeaderLength)
        {
            return;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        if (!_slots.TryGetValue(ssrc, out var slot))
        {
            if (_repairs.TryGetValue(ssrc, out var repaired))
            {
                NoteArrival(now, packet, repaired);
            }

            return;
        }

        _nextReport = _nextReport == Instant.Never ? now + ReportInterval : _nextReport;
        NoteArrival(now, packet, slot);
        _counters.BytesOut += packet.Length;
        var first = slot.Handle(
            now,
            new RtpSeq(BinaryPrimitives.ReadUInt16BigEndian(packet[2..])),
            new RtpTime(BinaryPrimitives.ReadUInt32BigEndian(packet[4..])),
            (packet[1] & 0x80) != 0,
            _counters);
        if (first && !HasPlayed && slot.IsVideo == _hasVideo)
        {
            HasPlayed = true;
            _counters.Playing++;
            _counters.FirstFrame.Add((now - _asked).Ticks / TimeSpan.TicksPerMicrosecond);
        }
    }

    public void MeasureDelay(Instant now, ReadOnlySpan<byte> plain)
    {
        if (RtpView.TryParse(plain, out var view) && Stamp.TryRead(view.Payload, out var sent))
        {
            var delay = now.Microseconds - sent.Microseconds;
            _counters.Delay.Add(delay);
            if (_plan.IsEarly)
            {
                _counters.DelayOfEarly.Add(delay);
            }
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (NextDeadline > now)
        {
            return;
        }

        var writer = new RtcpWriter(_peer.Reserve()[..IDatagramSink.MaximumPlainDatagram]);
        var self = new Ssrc((uint)_plan.Number + 1);
        if (_nextReport <= now)
        {
            _nextReport = now + ReportInterval;
            Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpReportBlocks];
            var count = 0;
            foreach (var slot in _slots.Values)
            {
                if (count < blocks.Length && slot.TryTakeReport(now, out var block))
                {
                    blocks[count++] = block;
                }
            }

            writer.WriteReceiverReport(self, blocks[..count]);
        }

        _arrivals?.TryWriteFeedback(now, self, _firstSource, ref writer);
        if (writer.Length > 0)
        {
            _peer.SendRtcp(writer.Length);
        }
    }

    private void NoteArrival(Instant now, ReadOnlySpan<byte> packet, SlotMeter slot)
    {
        var id = slot.Extensions.TransportCc;
        if (id == 0 || (packet[0] & 0x10) == 0 || !RtpView.TryReadHeaderLength(packet, out var header))
        {
            return;
        }

        // Only the header is looked at: with the padding bit off, its end is all that a view needs.
        Span<byte> copy = stackalloc byte[header];
        packet[..header].CopyTo(copy);
        copy[0] &= 0xDF;
        if (RtpView.TryParse(copy, out var view)
            && view.TryGetExtension(id, out var value)
            && TransportSequence.TryParse(value, out var sequence))
        {
            _arrivals!.HandleArrival(now, sequence);
        }
    }
}
