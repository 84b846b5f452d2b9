using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// One RTP stream of a publication: its only one, or one of its simulcast layers (RFC 8853). SVC is one stream, whose spatial
/// and temporal layers are told apart packet by packet.
/// </summary>
internal sealed class Layer
{
    /// <summary>Of packets: 2 s of 4 Mbit/s.</summary>
    private const int VideoHistory = 1024;

    /// <summary>At 50 packets/s 2.5 s.</summary>
    private const int AudioHistory = 128;

    /// <summary>Without a packet for this long, a stream may be followed by one with another SSRC.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>A layer that the publisher's encoder or bandwidth estimate dropped is known by its silence only.</summary>
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(1);

    private LayerMeters _meters;
    private Instant _lastArrival;
    private long _newestKeyFrame = long.MinValue;

    public Layer(Publication publication, StreamId rid, byte place)
    {
        var section = publication.Section;
        Publication = publication;
        Rid = rid;
        Place = place;
        History = new PacketHistory(section.Kind == MediaKind.Video ? VideoHistory : AudioHistory);
        Keyframe = section.Kind == MediaKind.Video ? new KeyframeWish() : null;
        Nacks = publication.Publisher.IsHere && section.Codecs.Any(codec => codec.Feedback.HasFlag(RtcpFeedback.Nack))
            ? new NackGenerator(NackOptions.Default)
            : null;
    }

    public Publication Publication { get; }

    /// <summary>Empty without simulcast.</summary>
    public StreamId Rid { get; }

    /// <summary>Among the publication's layers as the publisher's offer names them. Unlike <see cref="Index"/> it never changes.</summary>
    public byte Place { get; }

    /// <summary>By quality among the publication's layers, from 0.</summary>
    public int Index { get; set; }

    /// <summary>Null until the SDP or a packet names it.</summary>
    public uint? Ssrc { get; private set; }

    public uint? RtxSsrc { get; private set; }

    /// <summary>Null while the SSRC is.</summary>
    public ReceiveStatistics? Reception { get; private set; }

    /// <summary>Null where the codec has no NACK, and of a replica: what was lost is asked for at home.</summary>
    public NackGenerator? Nacks { get; }

    /// <summary>Null for audio.</summary>
    public KeyframeWish? Keyframe { get; }

    public SenderReportClock Clock { get; } = new();

    public PacketHistory History { get; }

    /// <summary>Reads the dependency descriptors of AV1; made when the first one comes.</summary>
    public DependencyReader? Dependencies { get; private set; }

    /// <summary>Packets of the batch at hand, by their numbers in <see cref="History"/>.</summary>
    public List<long> Batch { get; } = [];

    public bool HasPackets { get; private set; }

    /// <summary>The highest number in <see cref="History"/>; meaningful when there are packets.</summary>
    public long Newest { get; private set; }

    /// <summary>Of its packets; meaningful when it has any.</summary>
    public CodecKind Codec { get; private set; }

    /// <summary>Of the last key frame, highest spatial layer.</summary>
    public FrameSize Size { get; private set; }

    /// <summary>As many as were seen, and at least one.</summary>
    public int SpatialLayers { get; private set; } = 1;

    /// <inheritdoc cref="SpatialLayers"/>
    public int TemporalLayers { get; private set; } = 1;

    /// <summary>Of payload, since the start.</summary>
    public long PayloadBytes { get; private set; }

    public int ClockRate => Publication.Section.Codecs[0].ClockRate;

    /// <summary>Asks for a picture to start with; the request leaves when the publisher's timer runs, which is at once if it may.</summary>
    /// <param name="isUrgent">Who asks has no picture, or one that is too large, until it comes.</param>
    public void AskForKeyFrame(bool isUrgent)
    {
        if (Keyframe is { } wish && (Ssrc is not null || HasPackets))
        {
            wish.Ask(isUrgent);
            Publication.Publisher.Wake(Publication.NextKeyFrame);
        }
    }

    /// <summary>As <see cref="AskForKeyFrame(bool)"/>, for viewers elsewhere to whom all after that packet is still on its way.</summary>
    public void AskForKeyFrame(long after, bool isUrgent)
    {
        if (_newestKeyFrame <= after)
        {
            AskForKeyFrame(isUrgent);
        }
    }

    /// <summary>For replicas that begin now.</summary>
    public LayerState State => new()
    {
        Place = Place,
        HasPackets = HasPackets,
        LastArrival = _lastArrival,
        Newest = Newest,
        Codec = Codec,
        Size = Size,
        SpatialLayers = SpatialLayers,
        TemporalLayers = TemporalLayers,
        Meters = _meters,
        Clock = Clock.Known,
    };

    /// <summary>A replica begins where its home is.</summary>
    public void Adopt(LayerState state)
    {
        (HasPackets, Newest, Codec, _lastArrival, _meters) =
            (state.HasPackets, state.Newest, state.Codec, state.LastArrival, state.Meters);
        (Size, SpatialLayers, TemporalLayers) = (state.Size, state.SpatialLayers, state.TemporalLayers);
        if (state.Clock is { } clock)
        {
            Clock.Handle(clock.Ntp, clock.Rtp);
        }
    }

    public bool IsAbandoned(Instant now) => now - _lastArrival >= AbandonedAfter;

    public bool IsAlive(Instant now) => HasPackets && now - _lastArrival < DeadAfter;

    /// <summary>As measured; of a layer that fell silent, what it was then. Zero for one that was never there.</summary>
    public Bitrate Rate(Instant now, int spatial, int temporal) =>
        _meters.Rate(IsAlive(now) ? now : _lastArrival, spatial, temporal);

    public void Bind(uint ssrc, bool isRtx)
    {
        if (isRtx)
        {
            RtxSsrc = ssrc;
            return;
        }

        Ssrc = ssrc;
        Reception = new ReceiveStatistics(new Ssrc(ssrc), ClockRate);
    }

    /// <summary>False for a packet that is there already, or was overtaken by too many.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="packet">Its header.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="facts">What it says of the stream.</param>
    /// <param name="descriptor">Its dependency descriptor, if it has one that could be read.</param>
    public bool TryAdd(
        Instant now,
        in StoredPacket packet,
        ReadOnlySpan<byte> payload,
        in PacketFacts facts,
        ReadOnlySpan<byte> descriptor = default)
    {
        if (!History.TryAdd(now, packet, payload, descriptor))
        {
            return false;
        }

        if (HasPackets && !IsAlive(now) && !Publication.IsAlive(now))
        {
            Publication.Keyframes.Forget();
        }

        Batch.Add(packet.Sequence);
        Newest = HasPackets ? Math.Max(Newest, packet.Sequence) : packet.Sequence;
        _lastArrival = now;
        HasPackets = true;
        Codec = packet.Codec;
        Learn(now, payload.Length, facts);
        var sequence = new ExtendedSeq(packet.Sequence);
        Nacks?.HandleArrival(now, sequence);
        if (packet.StartsKeyFrame)
        {
            _newestKeyFrame = Math.Max(_newestKeyFrame, packet.Sequence);
            Nacks?.HandleKeyFrame(sequence);
            Keyframe?.Satisfy(now);
        }

        return true;
    }

    /// <summary>False for a descriptor that is malformed, or of a key frame that was lost.</summary>
    public bool TryReadDependency(ReadOnlySpan<byte> descriptor, out DependencyDescriptor dependency)
    {
        Dependencies ??= new DependencyReader();
        return Dependencies.TryRead(descriptor, out dependency);
    }

    private void Learn(Instant now, int bytes, in PacketFacts facts)
    {
        PayloadBytes += bytes;
        _meters.Add(now, facts.SpatialId, facts.TemporalId, bytes);
        SpatialLayers = Math.Max(SpatialLayers, Math.Min(facts.SpatialId + 1, LayerMeters.SpatialLayers));
        TemporalLayers = Math.Max(TemporalLayers, Math.Min(facts.TemporalId + 1, LayerMeters.TemporalLayers));
        if (facts.Size.IsKnown && facts.Size != Size)
        {
            Size = facts.Size;
            Publication.SortLayers();
        }
    }
}
