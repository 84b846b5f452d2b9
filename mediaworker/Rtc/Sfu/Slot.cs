using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Continuity;
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

    private RecentResends? _resends;

    /// <summary>Made when the first VP8 packet comes.</summary>
    private Vp8Continuity? _vp8;
    private StreamRewriter _rewriter;
    private bool _switching;

    /// <summary>Of the RTX stream, extended as all sequence numbers that SRTP sees.</summary>
    private long _rtxSequence;

    public Slot(SendSection section, RandomBytes random)
    {
        Section = section;
        Span<byte> start = stackalloc byte[8];
        random(start);
        _rewriter = new StreamRewriter(
            section.Codecs[0].ClockRate, BitConverter.ToUInt16(start), BitConverter.ToUInt32(start[2..]));

        // Below 2^15 like the stream itself, or the first packets that arrive might be from after a wrap.
        _rtxSequence = BitConverter.ToUInt16(start[6..]) & 0x7fff;
        Renegotiate(section);
    }

    public SendSection Section { get; private set; }

    public uint Ssrc => Section.Slot.Ssrc;

    public Publication? Source { get; private set; }

    /// <summary>Since the start of the stream, for sender reports (RFC 3550 §6.4.1).</summary>
    public uint PacketsSent { get; private set; }

    /// <inheritdoc cref="PacketsSent"/>
    public uint PayloadBytesSent { get; private set; }

    /// <summary>Packets of the present source have gone out, so <see cref="TimestampOffset"/> is its.</summary>
    public bool IsPlaying => Source is not null && !_switching;

    /// <summary>What to add to the source's RTP timestamps.</summary>
    public uint TimestampOffset => _rewriter.TimestampOffset;

    private SendPriority Priority => Section.Kind == MediaKind.Audio ? SendPriority.Audio : SendPriority.Video;

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
    }

    /// <summary>Plays another source, or nothing. Video goes on at the source's next key frame.</summary>
    public void Play(Publication? source)
    {
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
            drops.Add(DropReason.CodecNotNegotiated);
        }
        else if (_switching && !TrySwitch(now, index, packet))
        {
            drops.Add(DropReason.AwaitingKeyFrame);
        }
        else if (!_rewriter.TryMap(now, packet.Sequence, packet.Timestamp, out var sequence, out var timestamp))
        {
            drops.Add(DropReason.BeforeSwitch);
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

            viewer.SendRtp(buffer, header, header + payload.Length, (uint)(sequence >> 16), Priority);
            PacketsSent++;
            PayloadBytesSent += (uint)packet.PayloadLength;
        }
    }

    /// <summary>Answers a NACK for one packet, by RTX where negotiated (RFC 4588), else with the packet itself.</summary>
    public void Retransmit(Instant now, RtpSeq requested, TimeSpan roundTrip, Transport viewer, IDatagramSink output)
    {
        if (!IsPlaying
            || !_rewriter.TryUnmap(requested, out var original, out var sequence)
            || !Source!.History.TryFind(original, out var index))
        {
            return;
        }

        ref readonly var packet = ref Source.History.Packet(index);
        _resends ??= new RecentResends();
        if (_codecs[(int)packet.Codec] is not { } codec
            || now - packet.ArrivedAt > RepairLimit
            || RecentResends.MayBeOnItsWay(now, packet.ArrivedAt, roundTrip)
            || !_resends.TryAdmit(now, sequence, roundTrip))
        {
            return;
        }

        var timestamp = unchecked(packet.Timestamp + TimestampOffset);
        var buffer = output.Reserve();
        if (codec.RtxPayloadType is { } payloadType && Section.Slot.RtxSsrc is { } ssrc)
        {
            var rtxSequence = ++_rtxSequence;
            var header = WriteHeader(buffer, packet, payloadType, rtxSequence, timestamp, ssrc);
            buffer[header] = (byte)(sequence >> 8);
            buffer[header + 1] = (byte)sequence;
            var start = header + RtxPacket.OriginalSequenceLength;
            viewer.SendRtp(buffer, header, start + CopyAgain(index, buffer[start..]), (uint)(rtxSequence >> 16), Priority);
        }
        else
        {
            var header = WriteHeader(buffer, packet, codec.PayloadType, sequence, timestamp, Ssrc);
            viewer.SendRtp(buffer, header, header + CopyAgain(index, buffer[header..]), (uint)(sequence >> 16), Priority);
        }
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
        var writer = new RtpHeaderWriter(
            buffer,
            packet.Marker,
            new PayloadType(payloadType),
            new RtpSeq(unchecked((ushort)sequence)),
            new RtpTime(timestamp),
            new Ssrc(ssrc));
        writer.WriteCsrc(new Ssrc(Source!.Number));
        if (packet.AudioLevel != StoredPacket.Absent)
        {
            writer.WriteExtension(Section.Extensions.AudioLevel, [packet.AudioLevel]);
        }

        if (packet.VideoOrientation != StoredPacket.Absent)
        {
            writer.WriteExtension(Section.Extensions.VideoOrientation, [packet.VideoOrientation]);
        }

        return writer.Finish();
    }
}
