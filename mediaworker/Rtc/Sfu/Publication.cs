using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// One track that a participant publishes, in one layer or several; or, where the participant is on another shard, the replica
/// from which viewers here get it.
/// </summary>
internal sealed class Publication
{
    private NegotiatedCodec[] _codecs;
    private readonly Layer[] _layers;
    private bool _declaredOff;

    public Publication(IPublisher publisher, ReceiveSection section, MediaSource source, uint number)
    {
        Publisher = publisher;
        Section = section;
        _codecs = [.. section.Codecs];
        Source = source;
        Number = number;
        Mid = StreamId.TryParse(section.Mid, out var mid) ? mid : default;
        Voice = section.Kind == MediaKind.Audio ? new VoiceSource(number, publisher.ParticipantId) { Role = RoleOf(section, source) } : null;
        var rids = LayerOrder.Sort(section.Rids);
        _layers = rids.Count == 0 ? [new Layer(this, default, 0)] : [.. rids.Select((rid, place) => new Layer(this, rid, (byte)place))];
        Ladder = new Ladder(this);
        Rates = new LadderRates(Ladder);
        SortLayers();
        BindAnnounced();
    }

    public IPublisher Publisher { get; }

    public ReceiveSection Section { get; private set; }

    public MediaSource Source { get; }

    public TrackName Name => new(Publisher.ParticipantId, Source);

    public MediaKind Kind => Section.Kind;

    public StreamId Mid { get; }

    /// <summary>Unique on all shards; the CSRC of what is forwarded.</summary>
    public uint Number { get; }

    /// <summary>By quality, from the least; at least one.</summary>
    public ReadOnlySpan<Layer> Layers => _layers;

    public bool IsSimulcast => _layers.Length > 1;

    /// <summary>Its publisher could leave some of it out.</summary>
    public bool HasLayers => IsSimulcast || _layers[0].SpatialLayers > 1;

    public Ladder Ladder { get; }

    /// <summary>Of the places on the ladder.</summary>
    public LadderRates Rates { get; }

    /// <summary>Asks its publisher for the pictures that somebody can start with.</summary>
    public KeyframeRequests Keyframes { get; } = new();

    /// <summary>Something of it came lately.</summary>
    public bool IsAlive(Instant now) => Array.Exists(_layers, layer => layer.IsAlive(now));

    /// <summary>When <see cref="Keyframes"/> has a request; never while nobody wants one.</summary>
    public Instant NextKeyFrame => Keyframes.Due(_layers);

    /// <summary>What slots want of it.</summary>
    public LayerDemand Demand { get; } = new();

    /// <summary>Its part in the room's programme of sound; null for video. It outlives a change of transport.</summary>
    public VoiceSource? Voice { get; private set; }

    /// <summary>Of <see cref="Voice"/>, while nobody pins it.</summary>
    public VoiceRole OwnRole => RoleOf(Section, Source);

    /// <summary>The codec of its newest packet; null before the first.</summary>
    public CodecKind? Codec { get; private set; }

    public bool HasPackets { get; private set; }

    /// <summary>Packets are in the batch at hand.</summary>
    public bool HasArrivals { get; private set; }

    /// <summary>May take a slot. Packets alone make it live: media does not wait for the first <c>publish</c> message.</summary>
    public bool IsLive => HasPackets && !_declaredOff;

    /// <summary>
    /// The layer that a slot gets which should have this one: itself, else the best living one below, else the least above. When
    /// none lives, as when a screen stands still, itself.
    /// </summary>
    public Layer Resolve(Instant now, byte target)
    {
        var wanted = Math.Min(target, _layers.Length - 1);
        for (var index = wanted; index >= 0; index--)
        {
            if (_layers[index].IsAlive(now))
            {
                return _layers[index];
            }
        }

        for (var index = wanted + 1; index < _layers.Length; index++)
        {
            if (_layers[index].IsAlive(now))
            {
                return _layers[index];
            }
        }

        return _layers[wanted];
    }

    public Layer? FindLayer(uint ssrc, out bool isRtx)
    {
        foreach (var layer in _layers)
        {
            isRtx = layer.RtxSsrc == ssrc;
            if (isRtx || layer.Ssrc == ssrc)
            {
                return layer;
            }
        }

        isRtx = false;
        return null;
    }

    public Layer? FindLayer(StreamId rid)
    {
        foreach (var layer in _layers)
        {
            if (layer.Rid == rid)
            {
                return layer;
            }
        }

        return null;
    }

    public Layer? FindLayer(byte place)
    {
        foreach (var layer in _layers)
        {
            if (layer.Place == place)
            {
                return layer;
            }
        }

        return null;
    }

    public void Declare(bool live) => _declaredOff = !live;

    /// <summary>The same track on its publisher's new transport: viewers keep it, though no packet came yet.</summary>
    public void Inherit(Publication before)
    {
        HasPackets = before.HasPackets;
        Codec = before.Codec;
        _declaredOff = before._declaredOff;
        Voice = before.Voice;
        if (Voice is { } voice)
        {
            voice.Role = RoleOf(Section, Source);
        }
    }

    /// <summary>The same track as another stream: for viewers it is another source, which starts with its first packet.</summary>
    public void Succeed(Publication before) => _declaredOff = before._declaredOff;

    /// <summary>For its replicas.</summary>
    public PublicationState State => new(
        Number,
        Section,
        Source,
        Voice?.Number ?? 0,
        HasPackets,
        Codec,
        _declaredOff,
        Array.ConvertAll(_layers, static layer => layer.State));

    /// <summary>A replica becomes what its home is.</summary>
    /// <param name="home">As it is now.</param>
    /// <param name="voice">The voice that it goes on with, where it is known here by another publication.</param>
    public void Follow(PublicationState home, VoiceSource? voice)
    {
        Section = home.Section;
        _codecs = [.. home.Section.Codecs];
        (HasPackets, Codec, _declaredOff) = (home.HasPackets, home.Codec, home.IsDeclaredOff);
        Voice = Voice is null ? null : voice ?? Voice;
        if (Voice is { } sound)
        {
            sound.Role = RoleOf(home.Section, home.Source);
        }
    }

    /// <summary>A replica begins where its home is.</summary>
    public void Adopt(IReadOnlyList<LayerState> layers)
    {
        foreach (var state in layers)
        {
            FindLayer(state.Place)?.Adopt(state);
        }

        SortLayers();
    }

    /// <summary>False when the section carries another stream than before.</summary>
    public bool TryRenegotiate(ReceiveSection section, MediaSource source)
    {
        var isSameStream = section.Sources.Count == 0 || IsSimulcast || section.Sources[0].Ssrc == _layers[0].Ssrc;
        if (source != Source || !section.Rids.SequenceEqual(Section.Rids) || (HasPackets && !isSameStream))
        {
            return false;
        }

        Section = section;
        _codecs = [.. section.Codecs];
        if (Voice is { } voice)
        {
            voice.Role = RoleOf(section, source);
        }

        if (!isSameStream)
        {
            BindAnnounced();
        }

        return true;
    }

    /// <summary>
    /// The layer's stream was abandoned and another one takes its place. Slots go on with it at its key frame, as at a switch.
    /// </summary>
    public Layer Renew(Layer before)
    {
        before.Batch.Clear();
        before.History.Clear();
        var after = new Layer(this, before.Rid, before.Place) { Index = before.Index };
        _layers[before.Index] = after;
        return after;
    }

    /// <summary>After a layer's size became known.</summary>
    public void SortLayers() => LayerOrder.Sort(_layers);

    /// <summary>The codec of a payload type, which may be that of its RTX stream; null if it is of neither.</summary>
    public NegotiatedCodec? FindCodec(byte payloadType, out bool isRtx)
    {
        isRtx = false;
        foreach (var codec in _codecs)
        {
            if (codec.PayloadType == payloadType)
            {
                return codec;
            }

            if (codec.RtxPayloadType == payloadType)
            {
                isRtx = true;
                return codec;
            }
        }

        return null;
    }

    /// <summary>A layer took a packet.</summary>
    /// <returns>True if slots may change: the publication became live, or its codec is another.</returns>
    public bool NoteArrival(CodecKind codec)
    {
        if (!HasArrivals)
        {
            HasArrivals = true;
            Publisher.Room.NoteArrival(this);
        }

        var isNews = (!HasPackets && !_declaredOff) || Codec != codec;
        HasPackets = true;
        Codec = codec;
        return isNews;
    }

    /// <summary>When <see cref="TryTakeWanted"/> may have something.</summary>
    public Instant NextDemand => HasPackets && HasLayers ? Demand.NextTimeout : Instant.Never;

    /// <summary>True when other layers are wanted than were told before.</summary>
    public bool TryTakeWanted(Instant now, [NotNullWhen(true)] out WantedLayers? wanted)
    {
        wanted = null;
        if (NextDemand > now || !Demand.TryTake(now, out var layers))
        {
            return false;
        }

        wanted = Describe(layers);
        return true;
    }

    /// <summary>Somebody sees the layer, or waits for it.</summary>
    public bool IsWatched(Layer layer) => !IsSimulcast || Demand.IsWatched(layer.Index);

    /// <summary>Everybody has the batch.</summary>
    public void ClearBatch()
    {
        HasArrivals = false;
        foreach (var layer in _layers)
        {
            layer.Batch.Clear();
        }
    }

    /// <param name="layers">A bit for each layer.</param>
    private WantedLayers Describe(int layers) => IsSimulcast
        ? new WantedLayers(
            Source, [.. _layers.Where(layer => ((layers >> layer.Index) & 1) != 0).Select(layer => $"{layer.Rid}")], null)
        : new WantedLayers(Source, [], BitOperations.Log2((uint)(2 * layers) | 1));

    /// <summary>It is over: slots that still know it do not hold its memory.</summary>
    public void Release()
    {
        foreach (var layer in _layers)
        {
            layer.History.Clear();
        }
    }

    private static VoiceRole RoleOf(ReceiveSection section, MediaSource source) =>
        source == MediaSource.ScreenAudio ? VoiceRole.ShareAudio
        : section.IsMusic ? VoiceRole.Music
        : VoiceRole.Voice;

    /// <summary>The SSRCs of simulcast layers are not told apart by the SDP (RFC 8853 §5.5): their packets carry RIDs.</summary>
    private void BindAnnounced()
    {
        if (Section.Sources.Count > 0 && !IsSimulcast)
        {
            _layers[0].Bind(Section.Sources[0].Ssrc, isRtx: false);
            if (Section.Sources[0].RtxSsrc is { } rtx)
            {
                _layers[0].Bind(rtx, isRtx: true);
            }
        }
    }
}
