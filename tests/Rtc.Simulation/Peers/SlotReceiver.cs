using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A viewer's end of one slot: repairs by NACK, puts frames together, and writes down all it sees.</summary>
public sealed class SlotReceiver
{
    private static readonly TimeSpan KeyFrameWishInterval = TimeSpan.FromMilliseconds(500);

    private readonly SimulatedClient _client;
    private readonly NackGenerator _nacks = new(NackOptions.Default);
    private readonly ReceiveStatistics _statistics;
    private readonly Dictionary<(uint Track, byte Layer, uint Frame), Frame> _frames = [];
    private readonly HashSet<uint> _decodable = [];
    private readonly TimeSpan _roundTrip;
    private Instant _lastKeyFrameWish = new(0);
    private bool _keyFrameWanted;

    public SlotReceiver(SimulatedClient client, ClientSection section, TimeSpan roundTrip)
    {
        _client = client;
        _roundTrip = roundTrip;
        Section = section;
        Source = section.Source!.Value;
        Decoder = new SimulatedDecoder(hasPictureIds: client.Settings.Codec != CodecKind.H264);
        _statistics = new ReceiveStatistics(new Ssrc(Source.Ssrc), section.Codecs[0].ClockRate);
    }

    public ClientSection Section { get; }

    public SdpSource Source { get; }

    public bool IsVideo => Section.Kind == MediaKind.Video;

    /// <summary>What can be shown of the pictures.</summary>
    public SimulatedDecoder Decoder { get; }

    /// <summary>In the order in which they were completed.</summary>
    public List<Frame> Completed { get; } = [];

    /// <summary>All packets, repaired ones included, each once, by extended sequence number.</summary>
    public SortedDictionary<long, SlotPacket> Packets { get; } = [];

    public int Repaired { get; private set; }

    /// <summary>Numbers that the server said to be empty.</summary>
    public int Empty { get; private set; }

    /// <summary>On the RTX stream: repairs, and what fills probes.</summary>
    public long RtxBytes { get; private set; }

    /// <summary>Packets of the slot's own stream that came after a copy. Repeats on the RTX stream are what probes are filled with.</summary>
    public int Duplicates { get; private set; }

    public int Asked { get; private set; }

    public int KeyFrameWishes { get; private set; }

    public List<(NtpTime Ntp, uint Timestamp)> SenderReports { get; } = [];

    public long CumulativeLost => _statistics.CumulativeLost;

    public Instant NextTimeout =>
        !IsVideo ? Instant.Never : _keyFrameWanted ? Instant.Min(_nacks.NextTimeout, _lastKeyFrameWish + KeyFrameWishInterval) : _nacks.NextTimeout;

    public IEnumerable<Frame> FramesOf(uint track) => Completed.Where(frame => frame.Track == track);

    public void HandleRtp(Instant now, RtpView rtp, bool isRtx)
    {
        var payload = rtp.Payload;
        ExtendedSeq sequence;
        if (isRtx)
        {
            RtxBytes += rtp.Packet.Length;
            if (!_statistics.HasReceived || payload.IsEmpty)
            {
                return;
            }

            sequence = _statistics.Extend(new RtpSeq((ushort)((payload[0] << 8) | payload[1])));
            payload = payload[RtxPacket.OriginalSequenceLength..];
            if (payload.IsEmpty)
            {
                // As browsers do: nothing was there, and nothing is missing.
                Empty++;
                _nacks.HandleArrival(now, sequence);
                return;
            }
        }
        else if (!_statistics.TryReceive(now, rtp.Sequence, rtp.Timestamp, out sequence))
        {
            return;
        }

        Assert.Equal(1, rtp.CsrcCount);
        if (rtp.PayloadType.Value == PayloadTypeOf(CodecKind.Red))
        {
            payload = Unwrap(now, rtp);
        }

        var frame = FramePacket.Read(payload, CodecOf(rtp.PayloadType), rtp.Marker);
        if (!Packets.TryAdd(sequence.Value, new SlotPacket(now, rtp.Timestamp.Value, rtp.Csrc(0).Value, frame, isRtx)))
        {
            Duplicates += isRtx ? 0 : 1;
            return;
        }

        Repaired += isRtx ? 1 : 0;
        Add(now, rtp.Timestamp.Value, frame, sequence);
    }

    public void HandleSenderReport(SenderReport report) => SenderReports.Add((report.Ntp, report.Timestamp.Value));

    public void HandleSenderReportForStatistics(Instant now, NtpTime ntp) => _statistics.HandleSenderReport(now, ntp);

    public bool TryTakeReport(Instant now, out ReportBlock block)
    {
        block = _statistics.HasReceived ? _statistics.TakeReport(now) : default;
        return _statistics.HasReceived;
    }

    /// <summary>NACKs and PLIs that are due.</summary>
    public void WriteRequests(Instant now, Ssrc sender, ref RtcpWriter writer)
    {
        if (!IsVideo)
        {
            return;
        }

        Span<RtpSeq> due = stackalloc RtpSeq[128];
        var count = _nacks.CollectDue(now, _roundTrip, due);
        if (count > 0)
        {
            Asked += count;
            writer.WriteNack(sender, new Ssrc(Source.Ssrc), due[..count]);
        }

        _keyFrameWanted |= _nacks.TakeKeyFrameWish();
        if (_keyFrameWanted && now >= _lastKeyFrameWish + KeyFrameWishInterval)
        {
            _keyFrameWanted = false;
            _lastKeyFrameWish = now;
            KeyFrameWishes++;
            writer.WritePictureLoss(sender, new Ssrc(Source.Ssrc));
        }
    }

    private void Add(Instant now, uint timestamp, FramePacket packet, ExtendedSeq sequence)
    {
        _nacks.HandleArrival(now, sequence);
        if (packet is { IsKey: true, Index: 0 } and not { IsScalable: true, Layer: > 0 })
        {
            _nacks.HandleKeyFrame(sequence);
            _decodable.Add(packet.Track);
            _keyFrameWanted = false;
        }

        // A browser that gets pictures it cannot start with asks for one it can.
        _keyFrameWanted |= IsVideo && !_decodable.Contains(packet.Track) && packet.Index == 0;
        Complete(now, timestamp, packet);
    }

    private void Complete(Instant now, uint timestamp, FramePacket packet)
    {
        if (!_frames.TryGetValue(packet.Picture, out var frame))
        {
            frame = new Frame(packet, timestamp);
            _frames.Add(packet.Picture, frame);
        }

        Assert.Equal(frame.Timestamp, timestamp);
        if (frame.Add(now, packet))
        {
            Completed.Add(frame);
            Decoder.Take(now, frame);
            _client.NoteFrame(now, packet.Track, packet.Frame, Section.Mid);
        }
    }

    private CodecKind CodecOf(PayloadType payloadType) => Section.Codecs.First(
        codec => codec.PayloadType == payloadType.Value || codec.RtxPayloadType == payloadType.Value).Kind;

    private byte? PayloadTypeOf(CodecKind kind) => Section.Codecs.FirstOrDefault(codec => codec.Kind == kind)?.PayloadType;

    /// <summary>Plays what the packet repeats of lost ones, oldest first, and then gives its own frame.</summary>
    private ReadOnlySpan<byte> Unwrap(Instant now, RtpView rtp)
    {
        Assert.True(RedPayload.TryParse(rtp.Payload, out var red));
        Assert.Equal(PayloadTypeOf(CodecKind.Opus), red.PrimaryPayloadType);
        for (var age = red.RedundantCount; age >= 1; age--)
        {
            var block = red.Redundant(age);
            var timestamp = unchecked(rtp.Timestamp.Value - (uint)block.TimestampOffset);
            var frame = FramePacket.Read(block.Data, CodecKind.Opus, marker: false);
            if (!_frames.ContainsKey(frame.Picture))
            {
                Complete(now, timestamp, frame);
            }
        }

        return red.Primary;
    }
}
