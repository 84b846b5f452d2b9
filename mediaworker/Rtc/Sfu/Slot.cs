using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Continuity;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// One receive slot of a viewer: an outgoing RTP stream that goes on without a seam while its source changes. Negotiated
/// once; a host who comes or goes costs the viewer no offer.
/// </summary>
internal sealed class Slot
{
    private readonly NegotiatedCodec?[] _codecs = new NegotiatedCodec?[Enum.GetValues<CodecKind>().Length];

    /// <summary>An older packet would come too late to be shown, and its receiver has asked for a key frame by then.</summary>
    private static readonly TimeSpan RepairLimit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Short enough to stay live, long enough for a repair and for sound and picture to wait for each other. A least delay of
    /// zero would make browsers show pictures without regard to their time.
    /// </summary>
    private static readonly byte[] PlayoutDelayValue =
        Encode(new PlayoutDelay(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(500)));

    /// <summary>The packets sent last that a probe may be filled with.</summary>
    private const int FillingHistory = 64;

    /// <summary>What one byte of count can say (RFC 3550 §5.1).</summary>
    private const int LongestPadding = 255;

    private RecentResends? _resends;

    /// <summary>Made when the first VP8 packet comes.</summary>
    private Vp8Continuity? _vp8;
    private StreamRewriter _rewriter;
    private bool _switching;
    private int _fillings;

    /// <summary>The highest number that has left: those after it wait.</summary>
    private long _newestSent;

    /// <summary>Of the RTX stream, extended as all sequence numbers that SRTP sees.</summary>
    private long _rtxSequence;

    public Slot(SendSection section, RandomBytes random)
    {
        Section = section;
        Span<byte> start = stackalloc byte[8];
        random(start);
        _rewriter = new StreamRewriter(
            section.Codecs[0].ClockRate, BitConverter.ToUInt16(start), BitConverter.ToUInt32(start[2..]));

        _newestSent = _rewriter.Newest;

        // Below 2^15 like the stream itself, or the first packets that arrive might be from after a wrap.
        _rtxSequence = BitConverter.ToUInt16(start[6..]) & 0x7fff;
        Renegotiate(section);
    }

    public SendSection Section { get; private set; }

    public uint Ssrc => Section.Slot.Ssrc;

    public Publication? Source { get; private set; }

    /// <summary>Numbers and paces what leaves; null for a viewer that does not tell how its path fares.</summary>
    public Egress? Egress { get; set; }

    /// <summary>Its packets carry transport-wide numbers.</summary>
    public bool IsNumbered { get; private set; }

    /// <summary>Its receiver reports what arrives, or what it thinks the path carries.</summary>
    public bool TellsOfItsPath =>
        IsNumbered || Section.Codecs.Any(static codec => codec.Feedback.HasFlag(RtcpFeedback.Remb));

    /// <summary>It has an RTX stream, which filling goes on.</summary>
    public bool CanFill => Filling is not null && IsPlaying;

    private NegotiatedCodec? Filling { get; set; }

    /// <summary>Since the start of the stream.</summary>
    public SlotTally Tally { get; } = new();

    /// <summary>Packets of the present source have gone out, so <see cref="TimestampOffset"/> is its.</summary>
    public bool IsPlaying => Source is not null && !_switching;

    /// <summary>What to add to the source's RTP timestamps.</summary>
    public uint TimestampOffset => _rewriter.TimestampOffset;

    public SlotState State => new(
        Section.Kind,
        Section.Slot.Index,
        Section.Mid,
        Source is { } source ? new SlotTrack(source.Publisher.ParticipantId, source.Source, source.Number) : null);

    public void Renegotiate(SendSection section)
    {
        Section = section;
        Array.Clear(_codecs);
        foreach (var codec in section.Codecs)
        {
            _codecs[(int)codec.Kind] = codec;
        }

        IsNumbered = section.Extensions.TransportCc != 0
            && section.Codecs.Any(static codec => codec.Feedback.HasFlag(RtcpFeedback.TransportCc));
        Filling = section.Slot.RtxSsrc is null
            ? null
            : section.Codecs.FirstOrDefault(static codec => codec.RtxPayloadType is not null);
    }

    /// <summary>Plays another source, or nothing. Video goes on at the source's next key frame.</summary>
    public void Play(Publication? source)
    {
        // What waits of the source before is not wanted any more, and its numbers are the next one's.
        Egress?.Forget(this);
        _rewriter.Rewind(_newestSent);
        Tally.NoteSwitch();
        Source = source;
        _switching = source is not null;
    }

    /// <summary>Does nothing where a picture is there already.</summary>
    public void AskForKeyFrame()
    {
        if (_switching)
        {
            Source?.AskForKeyFrame();
        }
    }

    /// <summary>Writes one packet of the source as the viewer's, protects it and sends it.</summary>
    public void Forward(Instant now, int index, Transport viewer, IDatagramSink output, DropCounters drops)
    {
        ref readonly var packet = ref Source!.History.Packet(index);
        if (_codecs[(int)packet.Codec] is not { } codec)
        {
            Drop(DropReason.CodecNotNegotiated, drops);
        }
        else if (_switching && !TrySwitch(now, index, packet))
        {
            Drop(DropReason.AwaitingKeyFrame, drops);
        }
        else if (!_rewriter.TryMap(now, packet.Sequence, packet.Timestamp, out var sequence, out var timestamp))
        {
            Drop(DropReason.BeforeSwitch, drops);
        }
        else
        {
            var buffer = output.Reserve();
            var header = WriteHeader(buffer, packet, codec.PayloadType, sequence, timestamp, Ssrc);
            var payload = Copy(index, buffer[header..]);
            if (packet.Codec == CodecKind.Vp8 && Vp8Payload.TryParse(payload, out var vp8) && _vp8!.TryMap(vp8, out var numbers))
            {
                numbers.WriteTo(payload, vp8);
            }

            if (Section.Kind == MediaKind.Video && Egress is { } egress && !egress.MaySend(now))
            {
                egress.Defer(now, this, sequence, header + payload.Length, viewer, output);
                return;
            }

            Send(now, viewer, buffer, header, payload.Length, sequence);
            Count(now, packet, sequence);
        }
    }

    /// <summary>Sends a packet whose turn has come. It has its place in the stream already.</summary>
    public void SendWaiting(Instant now, long sequence, Transport viewer, IDatagramSink output)
    {
        if (!TryFind(new RtpSeq(unchecked((ushort)sequence)), out var index, out sequence)
            || _codecs[(int)Source!.History.Packet(index).Codec] is not { } codec)
        {
            return;
        }

        ref readonly var packet = ref Source.History.Packet(index);
        var buffer = output.Reserve();
        var header = WriteHeader(
            buffer, packet, codec.PayloadType, sequence, unchecked(packet.Timestamp + TimestampOffset), Ssrc);
        Send(now, viewer, buffer, header, CopyAgain(index, buffer[header..]), sequence);
        Count(now, packet, sequence);
    }

    /// <summary>Answers a NACK for one packet, by RTX where negotiated (RFC 4588), else with the packet itself.</summary>
    public void Retransmit(Instant now, RtpSeq requested, TimeSpan roundTrip, Transport viewer, IDatagramSink output)
    {
        if (!TryFind(requested, out var index, out var sequence) || sequence > _newestSent)
        {
            return;
        }

        ref readonly var packet = ref Source!.History.Packet(index);
        _resends ??= new RecentResends();
        if (_codecs[(int)packet.Codec] is not { } codec
            || now - packet.ArrivedAt > RepairLimit
            || RecentResends.MayBeOnItsWay(now, packet.ArrivedAt, roundTrip)
            || !_resends.TryAdmit(now, sequence, roundTrip))
        {
            return;
        }

        Tally.CountRepair();
        if (codec.RtxPayloadType is { } payloadType && Section.Slot.RtxSsrc is not null)
        {
            SendRepair(now, index, sequence, payloadType, viewer, output);
        }
        else
        {
            var buffer = output.Reserve();
            var header = WriteHeader(
                buffer, packet, codec.PayloadType, sequence, unchecked(packet.Timestamp + TimestampOffset), Ssrc);
            Send(now, viewer, buffer, header, CopyAgain(index, buffer[header..]), sequence);
        }
    }

    /// <summary>Sends about so many bytes on the RTX stream, where <see cref="CanFill"/>: a packet of late once more, else padding.</summary>
    public void Fill(Instant now, int bytes, Transport viewer, IDatagramSink output)
    {
        var candidate = _newestSent - (_fillings++ % FillingHistory);
        if (TryFind(new RtpSeq(unchecked((ushort)candidate)), out var index, out var sequence)
            && Source!.History.Packet(index) is var packet
            && packet.PayloadLength > LongestPadding
            && _codecs[(int)packet.Codec]?.RtxPayloadType is { } payloadType)
        {
            SendRepair(now, index, sequence, payloadType, viewer, output);
            return;
        }

        var buffer = output.Reserve();
        var rtxSequence = ++_rtxSequence;
        var padding = Math.Clamp(bytes, 1, LongestPadding);
        var writer = BeginHeader(
            buffer, false, Filling!.RtxPayloadType!.Value, rtxSequence, _rewriter.NewestTimestamp, Section.Slot.RtxSsrc!.Value);
        var header = writer.Finish();
        buffer[0] |= RtpView.PaddingBit;
        buffer.Slice(header, padding).Clear();
        buffer[header + padding - 1] = (byte)padding;
        Send(now, viewer, buffer, header, padding, rtxSequence);
    }

    /// <summary>The packet that has this number in our stream, if the present source sent it and its history still has it.</summary>
    private bool TryFind(RtpSeq number, out int index, out long sequence)
    {
        index = -1;
        sequence = 0;
        return IsPlaying
            && _rewriter.TryUnmap(number, out var original, out sequence)
            && Source!.History.TryFind(original, out index);
    }

    /// <summary>RFC 4588 §4.</summary>
    private void SendRepair(
        Instant now, int index, long sequence, byte payloadType, Transport viewer, IDatagramSink output)
    {
        ref readonly var packet = ref Source!.History.Packet(index);
        var buffer = output.Reserve();
        var rtxSequence = ++_rtxSequence;
        var timestamp = unchecked(packet.Timestamp + TimestampOffset);
        var header = WriteHeader(buffer, packet, payloadType, rtxSequence, timestamp, Section.Slot.RtxSsrc!.Value);
        buffer[header] = (byte)(sequence >> 8);
        buffer[header + 1] = (byte)sequence;
        var copied = CopyAgain(index, buffer[(header + RtxPacket.OriginalSequenceLength)..]);
        Send(now, viewer, buffer, header, RtxPacket.OriginalSequenceLength + copied, rtxSequence);
    }

    private void Send(Instant now, Transport viewer, Span<byte> buffer, int header, int payload, long sequence)
    {
        viewer.SendRtp(buffer, header, header + payload, (uint)(sequence >> 16));
        Egress?.PacketSent(now, header + payload, IsNumbered);
    }

    private void Count(Instant now, in StoredPacket packet, long sequence)
    {
        _newestSent = Math.Max(_newestSent, sequence);
        Tally.CountSent(packet.PayloadLength);
        if (Section.Kind == MediaKind.Video)
        {
            Tally.NotePicture(now, mayPause: Source!.Source == MediaSource.Screen);
        }
    }

    private void Drop(DropReason reason, DropCounters drops)
    {
        drops.Add(reason);
        Tally.CountDrop(reason);
    }

    private bool TrySwitch(Instant now, int index, in StoredPacket packet)
    {
        if (Section.Kind == MediaKind.Video && !packet.StartsKeyFrame)
        {
            return false;
        }

        if (packet.Codec == CodecKind.Vp8 && Vp8Payload.TryParse(Source!.History.Payload(index), out var first))
        {
            _vp8 ??= new Vp8Continuity();
            _vp8.Switch(first);
        }

        _rewriter.Switch(now, packet.Sequence, packet.Timestamp);
        _switching = false;
        return true;
    }

    private Span<byte> Copy(int index, Span<byte> destination)
    {
        var payload = Source!.History.Payload(index);
        payload.CopyTo(destination);
        return destination[..payload.Length];
    }

    /// <summary>What went out before goes out as it was: another content under the same number would be another packet.</summary>
    private int CopyAgain(int index, Span<byte> destination)
    {
        var payload = Copy(index, destination);
        if (Source!.History.Packet(index).Codec == CodecKind.Vp8
            && Vp8Payload.TryParse(payload, out var vp8)
            && _vp8!.TryMapAgain(vp8, out var numbers))
        {
            numbers.WriteTo(payload, vp8);
        }

        return payload.Length;
    }

    private int WriteHeader(
        Span<byte> buffer, in StoredPacket packet, byte payloadType, long sequence, uint timestamp, uint ssrc)
    {
        var writer = BeginHeader(buffer, packet.Marker, payloadType, sequence, timestamp, ssrc);
        if (packet.AudioLevel != StoredPacket.Absent)
        {
            writer.WriteExtension(Section.Extensions.AudioLevel, [packet.AudioLevel]);
        }

        if (packet.VideoOrientation != StoredPacket.Absent)
        {
            writer.WriteExtension(Section.Extensions.VideoOrientation, [packet.VideoOrientation]);
        }

        if (packet.StartsKeyFrame)
        {
            writer.WriteExtension(Section.Extensions.PlayoutDelay, PlayoutDelayValue);
        }

        return writer.Finish();
    }

    /// <summary>What all packets of the slot have in common.</summary>
    private RtpHeaderWriter BeginHeader(
        Span<byte> buffer, bool marker, byte payloadType, long sequence, uint timestamp, uint ssrc)
    {
        var writer = new RtpHeaderWriter(
            buffer,
            marker,
            new PayloadType(payloadType),
            new RtpSeq(unchecked((ushort)sequence)),
            new RtpTime(timestamp),
            new Ssrc(ssrc));
        writer.WriteCsrc(new Ssrc(Source!.Number));
        if (IsNumbered && Egress is { } egress)
        {
            Span<byte> number = stackalloc byte[TransportSequence.EncodedLength];
            TransportSequence.Write(number, egress.NextSequence);
            writer.WriteExtension(Section.Extensions.TransportCc, number);
        }

        return writer;
    }

    private static byte[] Encode(PlayoutDelay delay)
    {
        var value = new byte[PlayoutDelay.EncodedLength];
        delay.WriteTo(value);
        return value;
    }
}
