using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// One receive slot of a viewer: an outgoing RTP stream that goes on without a seam while its source, or the layer of it,
/// changes. Negotiated once; a host who comes or goes costs the viewer no offer.
/// </summary>
internal sealed class Slot
{
    private readonly SlotOutlet _outlet;
    private readonly Passages _passages;
    private readonly SlotRepairs _repairs;

    /// <summary>Null while paused.</summary>
    private Rung? _target = Rung.Top;

    /// <summary>What <see cref="Publication.Demand"/> counts this slot for: a bit for each layer.</summary>
    private int _demand;
    private SlotHindrance _announced;

    public Slot(SendSection section, RandomBytes random)
    {
        Section = section;
        Span<byte> start = stackalloc byte[8];
        random(start);
        _passages = new Passages(section.Kind, new StreamHead(
            section.Codecs[0].ClockRate, BitConverter.ToUInt16(start), BitConverter.ToUInt32(start[2..])));
        _outlet = new SlotOutlet(section, BitConverter.ToUInt16(start[6..]));
        _repairs = new SlotRepairs(_outlet, _passages);
    }

    public SendSection Section { get; private set; }

    public uint Ssrc => Section.Slot.Ssrc;

    public Publication? Source { get; private set; }

    /// <summary>The layer whose packets go out; null while the slot waits for a key frame, is paused, or has no source.</summary>
    public Layer? Playing { get; private set; }

    /// <summary>Of the picture that is shown, in pixels; 0 for sound, without a picture, and while its size is not known.</summary>
    public int PictureHeight => Playing is { } layer && Source is { } source && Section.Kind == MediaKind.Video
        ? source.Ladder.Size(source.IsSimulcast ? layer.Index * source.Ladder.Temporals : TargetRung).Height
        : 0;

    /// <summary>Where on the source's <see cref="Ladder"/> the slot should be; −1 while paused or without a source.</summary>
    public int TargetRung => Source is { } source && _target is { } target ? source.Ladder.IndexOf(target) : -1;

    /// <summary>What the viewer wants of the picture; of no source nothing.</summary>
    public SlotWish Wish { get; set; }

    /// <inheritdoc cref="SlotOutlet.Egress"/>
    public Egress? Egress
    {
        get => _outlet.Egress;
        set => _outlet.Egress = value;
    }

    /// <inheritdoc cref="SlotOutlet.TellsOfItsPath"/>
    public bool TellsOfItsPath => _outlet.TellsOfItsPath;

    /// <inheritdoc cref="SlotOutlet.CanFill"/>
    public bool CanFill => _outlet.CanFill;

    /// <summary>Packets have gone out: before the first, padding would be of nothing.</summary>
    public bool IsRunning => _passages.Head.IsRunning;

    /// <summary>Since the start of the stream.</summary>
    public SlotTally Tally => _outlet.Tally;

    /// <summary>What to add to the RTP timestamps of <see cref="Playing"/>; meaningful while there is one.</summary>
    public uint TimestampOffset => _passages.Present?.TimestampOffset ?? 0;

    public SlotHindrance Hindrance
    {
        get
        {
            if (Source is not { } source)
            {
                return SlotHindrance.None;
            }

            var isPlayable = source.Codec is { } codec
                ? _outlet.Codec(codec) is not null
                : source.Section.Codecs.Any(possible => _outlet.Codec(possible.Kind) is not null);
            return !isPlayable ? SlotHindrance.NoCommonCodec
                : _target is null ? SlotHindrance.Paused
                : SlotHindrance.None;
        }
    }

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
        _outlet.Renegotiate(section);
    }

    /// <summary>Plays another source, in its best quality, or nothing. Video goes on at the source's next key frame.</summary>
    public void Play(Publication? source)
    {
        Want(0);
        Tally.NoteSwitch();
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
        if (Source is not { } source)
        {
            return;
        }

        _target = rung < 0 ? null : source.Ladder[Math.Min(rung, source.Ladder.Count - 1)];
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
            _passages.Present!.Limit(target.Spatial, layer.Index < playing.Index ? (byte)0 : target.Temporal);
        }

        if (layer != Playing || _passages.Present!.IsWaiting)
        {
            layer.AskForKeyFrame(isUrgent: Playing is null || layer.Index < Playing.Index);
        }

        Want(Wanted());
    }

    /// <summary>It plays a higher layer than it should, until the key frame of the lower one comes.</summary>
    public bool IsOnItsWayDown =>
        Playing is { } playing && Source is { IsSimulcast: true } && _target is { } target && target.Layer < playing.Index;

    /// <summary>
    /// Plays nothing until the key frame that it waits for: what it plays does not come through, and keeps that key frame from
    /// coming through.
    /// </summary>
    public void Cut()
    {
        Egress?.Forget(this);
        Playing = null;
        Want(Wanted());
    }

    /// <summary>The viewer cannot go on without a key frame.</summary>
    public void AskForKeyFrame(Instant now)
    {
        if (Source is { } source && _target is { } target)
        {
            (Playing ?? source.Resolve(now, target.Layer)).AskForKeyFrame(isUrgent: true);
        }
    }

    /// <summary>A packet of the layer may be of use: it may begin with a key frame, or repair what played before.</summary>
    public bool Awaits(Instant now, Layer layer) =>
        Playing is null || Source!.Resolve(now, _target!.Value.Layer) == layer || _passages.Remembers(now, layer);

    /// <summary>Sends one packet of a layer of the source as the viewer's, at once or when its turn comes.</summary>
    public void Forward(
        Instant now, Layer layer, long sequence, Transport viewer, IDatagramSink output, DropCounters drops)
    {
        if (!layer.History.TryFind(sequence, out var index))
        {
            return;
        }

        ref readonly var packet = ref layer.History.Packet(index);
        if (_outlet.Codec(packet.Codec) is not { } codec)
        {
            Drop(DropReason.CodecNotNegotiated, drops);
            return;
        }

        var begins = MayBegin(now, layer, packet);
        if (begins)
        {
            _passages.Begin(now, layer, packet, _target!.Value);
            Playing = layer;
            Want(Wanted());
        }

        switch (_passages.Map(now, layer, packet, Playing, out var rewrite))
        {
            case PassageResult.Mapped:
                SendInTurn(now, codec, layer, index, rewrite, viewer, output);
                break;
            case PassageResult.OtherLayer:
                Drop(_target is null ? DropReason.Paused
                    : Playing is null ? DropReason.AwaitingKeyFrame
                    : DropReason.LayerNotWanted, drops);
                break;
            case PassageResult.BeforeSwitch:
                Drop(DropReason.BeforeSwitch, drops);
                break;
            case PassageResult.LeftOut:
                Drop(DropReason.LayerNotWanted, drops);
                break;
        }

        if (begins)
        {
            CatchUp(now, layer, sequence, viewer, output, drops);
        }
    }

    /// <summary>Sends a packet whose turn has come; its place in the stream it has already.</summary>
    /// <returns>False if what it was of is too long ago.</returns>
    public bool SendWaiting(Instant now, long sequence, Transport viewer, IDatagramSink output)
    {
        if (!_passages.TryFind(now, sequence, out var layer, out var index, out var rewrite)
            || _outlet.Codec(layer.History.Packet(index).Codec) is not { } codec)
        {
            return false;
        }

        _outlet.Send(now, codec, layer, index, rewrite, viewer, output);
        Count(now, layer, index);
        return true;
    }

    /// <inheritdoc cref="SlotRepairs.Retransmit"/>
    public void Retransmit(Instant now, RtpSeq requested, TimeSpan roundTrip, Transport viewer, IDatagramSink output)
    {
        // What went on before a pause or a cut would not be shown.
        if (Playing is not null || Section.Kind == MediaKind.Audio)
        {
            _repairs.Retransmit(now, requested, roundTrip, viewer, output);
        }
    }

    /// <summary>Sends about so many bytes for a probe, where <see cref="CanFill"/>.</summary>
    public void Fill(Instant now, int bytes, Transport viewer, IDatagramSink output) => _repairs.Fill(now, bytes, viewer, output);

    /// <summary>Whether the packet is the first of a passage: of the source's, or after a switch of layer or codec.</summary>
    private bool MayBegin(Instant now, Layer layer, in StoredPacket packet)
    {
        var isAudio = Section.Kind == MediaKind.Audio;
        if (_target is not { } target
            || (layer == Playing && (isAudio || packet.Codec == _passages.Present!.Codec))
            || !(isAudio || packet.StartsKeyFrame))
        {
            return false;
        }

        // The first picture may be of a lower layer, if that one's key frame is there sooner.
        var wanted = Source!.Resolve(now, target.Layer);
        return layer == wanted || layer == Playing || (Playing is null && layer.Index < wanted.Index);
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

    private void SendInTurn(
        Instant now, NegotiatedCodec codec, Layer layer, int index, in Rewrite rewrite, Transport viewer, IDatagramSink output)
    {
        if (Section.Kind == MediaKind.Video && Egress is { } egress && !egress.MaySend(now))
        {
            egress.Defer(now, this, rewrite.Sequence, layer.History.Packet(index).PayloadLength, viewer, output);
            return;
        }

        _outlet.Send(now, codec, layer, index, rewrite, viewer, output);
        Count(now, layer, index);
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

    private void Count(Instant now, Layer layer, int index)
    {
        Tally.CountSent(layer.History.Packet(index).PayloadLength);
        if (Section.Kind == MediaKind.Video)
        {
            Tally.NotePicture(now, mayPause: layer.Publication.Source == MediaSource.Screen);
        }
    }

    private void Drop(DropReason reason, DropCounters drops)
    {
        drops.Add(reason);
        Tally.CountDrop(reason);
    }
}
