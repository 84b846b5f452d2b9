using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// One receive slot of a viewer: an outgoing RTP stream that goes on without a seam while its source, or the layer of it,
/// changes. Negotiated once; a host who comes or goes costs the viewer no offer.
/// </summary>
internal sealed class Slot
{
    /// <summary>An older packet would come too late to be shown, and its receiver has asked for a key frame by then.</summary>
    private static readonly TimeSpan RepairLimit = TimeSpan.FromSeconds(2);

    private readonly NegotiatedCodec?[] _codecs = new NegotiatedCodec?[Enum.GetValues<CodecKind>().Length];
    private RecentResends? _resends;
    private StreamHead _head;

    /// <summary>What plays, or played last.</summary>
    private Passage? _present;

    /// <summary>What played before; its packets may still be asked for, or be repaired by the publisher.</summary>
    private Passage? _before;

    /// <summary>Null while paused.</summary>
    private Rung? _target = Rung.Top;

    /// <summary>What <see cref="Publication.Demand"/> counts this slot for: a bit for each layer.</summary>
    private int _demand;
    private SlotHindrance _announced;

    /// <summary>Of the RTX stream, extended as all sequence numbers that SRTP sees.</summary>
    private long _rtxSequence;

    public Slot(SendSection section, RandomBytes random)
    {
        Section = section;
        Span<byte> start = stackalloc byte[8];
        random(start);
        _head = new StreamHead(
            section.Codecs[0].ClockRate, BitConverter.ToUInt16(start), BitConverter.ToUInt32(start[2..]));

        // Below 2^15 like the stream itself, or the first packets that arrive might be from after a wrap.
        _rtxSequence = BitConverter.ToUInt16(start[6..]) & 0x7fff;
        Renegotiate(section);
    }

    public SendSection Section { get; private set; }

    public uint Ssrc => Section.Slot.Ssrc;

    public Publication? Source { get; private set; }

    /// <summary>The layer whose pictures go out; null while the slot waits for a key frame, is paused, or has no source.</summary>
    public Layer? Playing { get; private set; }

    /// <summary>Where on the source's <see cref="Ladder"/> the slot should be; −1 while paused or without a source.</summary>
    public int TargetRung => Source is { } source && _target is { } target ? source.Ladder.IndexOf(target) : -1;

    /// <summary>What the viewer wants of the picture; of no source nothing.</summary>
    public SlotWish Wish { get; set; }

    /// <summary>Since the start of the stream, for sender reports (RFC 3550 §6.4.1).</summary>
    public uint PacketsSent { get; private set; }

    /// <inheritdoc cref="PacketsSent"/>
    public uint PayloadBytesSent { get; private set; }

    /// <summary>What to add to the RTP timestamps of <see cref="Playing"/>; meaningful while there is one.</summary>
    public uint TimestampOffset => _present?.TimestampOffset ?? 0;

    public SlotHindrance Hindrance
    {
        get
        {
            if (Source is not { } source)
            {
                return SlotHindrance.None;
            }

            var isPlayable = source.Codec is { } codec
                ? IsPlayable(codec)
                : source.Section.Codecs.Any(possible => IsPlayable(possible.Kind));
            return !isPlayable ? SlotHindrance.NoCommonCodec
                : _target is null ? SlotHindrance.Paused
                : SlotHindrance.None;
        }
    }

    private SendPriority Priority => Section.Kind == MediaKind.Audio ? SendPriority.Audio : SendPriority.Video;

    public SlotState State => new(
        Section.Kind,
        Section.Slot.Index,
        Section.Mid,
        Source is { } source ? new SlotTrack(source.Publisher.ParticipantId, source.Source, source.Number) : null,
        Hindrance);

    /// <summary>True once after <see cref="Hindrance"/> changed.</summary>
    public bool TakeNewHindrance()
    {
        var before = _announced;
        _announced = Hindrance;
        return before != _announced;
    }

    public void Renegotiate(SendSection section)
    {
        Section = section;
        Array.Clear(_codecs);
        foreach (var codec in section.Codecs)
        {
            _codecs[(int)codec.Kind] = codec;
        }
    }

    /// <summary>Plays another source, in its best quality, or nothing. Video goes on at the source's next key frame.</summary>
    public void Play(Publication? source)
    {
        Want(0);
        Source = source;
        Playing = null;
        _target = Rung.Top;
        Want(Wanted());
    }

    /// <summary>
    /// Plays another quality of the source: a place on its <see cref="Ladder"/>, or −1 to pause. Another simulcast layer follows
    /// at its next key frame, and the present one goes on until then.
    /// </summary>
    public void Target(int rung)
    {
        if (Source is null)
        {
            return;
        }

        _target = rung < 0 ? null : Source.Ladder[Math.Min(rung, Source.Ladder.Count - 1)];
        Playing = _target is null ? null : Playing;
        Want(Wanted());
    }

    /// <summary>
    /// Turns to the layer that the slot should have as things are now, and asks for its key frame. Does nothing where all is as
    /// it should be.
    /// </summary>
    public void Follow(Instant now)
    {
        if (Source is not { } source || _target is not { } target)
        {
            return;
        }

        var layer = source.Resolve(now, target.Layer);
        if (Playing is { } playing)
        {
            // What leads down is a path too narrow: it shall not wait for the lower layer's key frame to be relieved.
            var isLeavingDown = layer.Index < playing.Index && source.Layers[playing.Index] == playing;
            _present!.Limit(target.Spatial, isLeavingDown ? (byte)0 : target.Temporal);
        }

        if (layer != Playing || _present!.IsWaiting)
        {
            layer.AskForKeyFrame();
        }

        Want(Wanted());
    }

    /// <summary>The viewer cannot go on without a key frame.</summary>
    public void AskForKeyFrame(Instant now)
    {
        if (Source is { } source && _target is { } target)
        {
            (Playing ?? source.Resolve(now, target.Layer)).AskForKeyFrame();
        }
    }

    /// <summary>A packet of the layer may be of use: it may begin with a key frame, or repair what played before.</summary>
    public bool Awaits(Instant now, Layer layer) =>
        layer == _before?.Layer
        || (_target is { } target && (Playing is null || Source!.Resolve(now, target.Layer) == layer));

    /// <summary>Writes one packet of a layer of the source as the viewer's, protects it and sends it.</summary>
    public void Forward(
        Instant now, Layer layer, long sequence, Transport viewer, IDatagramSink output, DropCounters drops)
    {
        if (!layer.History.TryFind(sequence, out var index))
        {
            return;
        }

        ref readonly var packet = ref layer.History.Packet(index);
        var payload = layer.History.Payload(index);
        var before = _present;
        if (CodecOf(packet.Codec, ref payload) is not { } codec)
        {
            drops.Add(DropReason.CodecNotNegotiated);
        }
        else if (FindPassage(now, layer, packet, payload) is not { } passage)
        {
            drops.Add(Playing is not null || _target is null ? DropReason.LayerNotWanted : DropReason.AwaitingKeyFrame);
        }
        else if (!passage.Covers(layer, sequence, isPresent: passage == _present))
        {
            drops.Add(DropReason.BeforeSwitch);
        }
        else if (!passage.TryMap(now, packet, payload, ref _head, out var rewrite))
        {
            drops.Add(DropReason.LayerNotWanted);
        }
        else
        {
            var buffer = output.Reserve();
            var header = WriteHeader(buffer, layer, packet, rewrite, codec.PayloadType, rewrite.Sequence, Ssrc);
            var length = header + Copy(payload, buffer[header..], codec.Kind, rewrite);
            viewer.SendRtp(buffer, header, length, (uint)(rewrite.Sequence >> 16), Priority);
            PacketsSent++;
            PayloadBytesSent += (uint)payload.Length;
        }

        if (_present != before)
        {
            CatchUp(now, layer, sequence, viewer, output, drops);
        }
    }

    /// <summary>
    /// The first packet of a key frame may come after others of it, on a path that loses or reorders. Those were of no use when
    /// they came and are now.
    /// </summary>
    private void CatchUp(
        Instant now, Layer layer, long first, Transport viewer, IDatagramSink output, DropCounters drops)
    {
        for (var sequence = first + 1; sequence <= layer.Newest; sequence++)
        {
            if (!layer.Batch.Contains(sequence))
            {
                Forward(now, layer, sequence, viewer, output, drops);
            }
        }
    }

    /// <summary>Answers a NACK for one packet, by RTX where negotiated (RFC 4588), else with the packet itself.</summary>
    public void Retransmit(Instant now, RtpSeq requested, TimeSpan roundTrip, Transport viewer, IDatagramSink output)
    {
        var mapped = _head.Sequence + (requested - new RtpSeq(unchecked((ushort)_head.Sequence)));
        var passage = mapped >= _present?.FirstMapped ? _present : _before;
        if (passage is null
            || !passage.TryUnmap(mapped, out var sequence)
            || !passage.Layer.History.TryFind(sequence, out var index))
        {
            return;
        }

        ref readonly var packet = ref passage.Layer.History.Packet(index);
        var payload = passage.Layer.History.Payload(index);
        _resends ??= new RecentResends();
        if (CodecOf(packet.Codec, ref payload) is not { } codec
            || now - packet.ArrivedAt > RepairLimit
            || RecentResends.MayBeOnItsWay(now, packet.ArrivedAt, roundTrip)
            || !passage.TryMapAgain(now, mapped, packet, payload, ref _head, out var rewrite)
            || !_resends.TryAdmit(now, mapped, roundTrip))
        {
            return;
        }

        var buffer = output.Reserve();
        if (codec.RtxPayloadType is { } payloadType && Section.Slot.RtxSsrc is { } ssrc)
        {
            var rtxSequence = ++_rtxSequence;
            var header = WriteHeader(buffer, passage.Layer, packet, rewrite, payloadType, rtxSequence, ssrc);
            buffer[header] = (byte)(mapped >> 8);
            buffer[header + 1] = (byte)mapped;
            var start = header + RtxPacket.OriginalSequenceLength;
            var length = start + Copy(payload, buffer[start..], codec.Kind, rewrite);
            viewer.SendRtp(buffer, header, length, (uint)(rtxSequence >> 16), Priority);
        }
        else
        {
            var header = WriteHeader(buffer, passage.Layer, packet, rewrite, codec.PayloadType, mapped, Ssrc);
            var length = header + Copy(payload, buffer[header..], codec.Kind, rewrite);
            viewer.SendRtp(buffer, header, length, (uint)(mapped >> 16), Priority);
        }
    }

    /// <summary>The passage that a packet belongs to, which it may begin; null for a layer that is not played.</summary>
    private Passage? FindPassage(Instant now, Layer layer, in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        if (layer == Playing && (Section.Kind == MediaKind.Audio || packet.Codec == _present!.Codec))
        {
            return _before is not null && !_present!.Covers(layer, packet.Sequence, isPresent: true)
                && _before.Covers(layer, packet.Sequence, isPresent: false) ? _before : _present;
        }

        if (MayBegin(now, layer, packet))
        {
            Begin(now, layer, packet, payload);
            return _present;
        }

        return _before is not null && _before.Covers(layer, packet.Sequence, isPresent: false) ? _before : null;
    }

    private bool MayBegin(Instant now, Layer layer, in StoredPacket packet)
    {
        if (_target is not { } target || (Section.Kind == MediaKind.Video && !packet.StartsKeyFrame))
        {
            return false;
        }

        // The first picture may be of a lower layer, if that one's key frame is there sooner.
        var wanted = Source!.Resolve(now, target.Layer);
        return layer == wanted || layer == Playing || (Playing is null && layer.Index < wanted.Index);
    }

    private void Begin(Instant now, Layer layer, in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        var next = _before ?? new Passage(Section.Kind, layer);
        next.Begin(now, layer, packet, payload, _present, _head, _target!.Value);
        (_before, _present, Playing) = (_present, next, layer);
        Want(Wanted());
    }

    /// <summary>The layers that must be there for this slot: the one it should play, and the one it plays until then.</summary>
    private int Wanted()
    {
        if (Source is not { } source || _target is not { } target)
        {
            return 0;
        }

        if (!source.IsSimulcast)
        {
            return 1 << Math.Min((int)target.Spatial, LayerMeters.SpatialLayers - 1);
        }

        return (1 << Math.Min(target.Layer, source.Layers.Length - 1)) | (Playing is { } playing ? 1 << playing.Index : 0);
    }

    private void Want(int layers)
    {
        if (Source is { } source && layers != _demand)
        {
            source.Demand.Change(_demand, layers);
            source.Publisher.Wake(source.NextDemand);
        }

        _demand = layers;
    }

    private bool IsPlayable(CodecKind codec) =>
        _codecs[(int)codec] is not null || (codec == CodecKind.Red && _codecs[(int)CodecKind.Opus] is not null);

    /// <summary>What the viewer gets a packet as, which may be less than what arrived; null if it cannot play it.</summary>
    private NegotiatedCodec? CodecOf(CodecKind kind, ref ReadOnlySpan<byte> payload)
    {
        var codec = _codecs[(int)kind];
        if (codec is null && kind == CodecKind.Red)
        {
            payload = RedundantAudio.Unwrap(payload);
            codec = payload.IsEmpty ? null : _codecs[(int)CodecKind.Opus];
        }

        return codec;
    }

    private int Copy(ReadOnlySpan<byte> payload, Span<byte> destination, CodecKind codec, in Rewrite rewrite)
    {
        payload.CopyTo(destination);
        rewrite.ApplyTo(destination[..payload.Length], codec);
        if (codec == CodecKind.Red)
        {
            RedundantAudio.Retype(destination[..payload.Length], _codecs[(int)CodecKind.Opus]!.PayloadType);
        }

        return payload.Length;
    }

    private int WriteHeader(
        Span<byte> buffer,
        Layer layer,
        in StoredPacket packet,
        in Rewrite rewrite,
        byte payloadType,
        long sequence,
        uint ssrc)
    {
        var writer = new RtpHeaderWriter(
            buffer,
            rewrite.Marker,
            new PayloadType(payloadType),
            new RtpSeq(unchecked((ushort)sequence)),
            new RtpTime(rewrite.Timestamp),
            new Ssrc(ssrc));
        writer.WriteCsrc(new Ssrc(layer.Publication.Number));
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
