using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>One track that a participant publishes: its packets, and what is asked of its publisher.</summary>
internal sealed class Publication
{
    /// <summary>At 200 packets/s some 2.5 s: longer than any viewer waits for a repair.</summary>
    private const int VideoHistory = 512;

    /// <summary>At 50 packets/s some 1.2 s.</summary>
    private const int AudioHistory = 64;

    /// <summary>Without a packet for this long, a stream may be followed by one with another SSRC.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMilliseconds(500);

    private NegotiatedCodec[] _codecs;
    private Instant _lastArrival;
    private bool _declaredOff;

    public Publication(Participant publisher, ReceiveSection section, MediaSource source, uint number)
    {
        Publisher = publisher;
        Section = section;
        _codecs = [.. section.Codecs];
        Source = source;
        Number = number;
        Mid = StreamId.TryParse(section.Mid, out var mid) ? mid : default;
        History = new PacketHistory(section.Kind == MediaKind.Video ? VideoHistory : AudioHistory);
        Keyframes = section.Kind == MediaKind.Video ? new KeyframeRequests() : null;
        Nacks = section.Codecs.Any(codec => codec.Feedback.HasFlag(RtcpFeedback.Nack))
            ? new NackGenerator(NackOptions.Default)
            : null;
        Voice = section.Kind == MediaKind.Audio ? new VoiceSource(number, publisher.ParticipantId) { Role = RoleOf(source) } : null;
        BindAnnounced();
    }

    public Participant Publisher { get; }

    public ReceiveSection Section { get; private set; }

    public MediaSource Source { get; }

    public TrackName Name => new(Publisher.ParticipantId, Source);

    public MediaKind Kind => Section.Kind;

    public StreamId Mid { get; }

    /// <summary>Unique in the room; the CSRC of what is forwarded.</summary>
    public uint Number { get; }

    /// <summary>Null until the SDP or a packet names it.</summary>
    public uint? Ssrc { get; private set; }

    public uint? RtxSsrc { get; private set; }

    /// <summary>Null while the SSRC is.</summary>
    public ReceiveStatistics? Reception { get; private set; }

    /// <summary>Null where the codec has no NACK.</summary>
    public NackGenerator? Nacks { get; }

    /// <summary>Null for audio.</summary>
    public KeyframeRequests? Keyframes { get; }

    /// <summary>Its part in the room's programme of sound; null for video. It outlives a change of transport.</summary>
    public VoiceSource? Voice { get; private set; }

    public SenderReportClock Clock { get; } = new();

    public PacketHistory History { get; }

    /// <summary>Packets of the batch at hand, as places in <see cref="History"/>.</summary>
    public List<int> Batch { get; } = [];

    public bool HasPackets { get; private set; }

    /// <summary>May take a slot. Packets alone make it live: media does not wait for the first <c>publish</c> message.</summary>
    public bool IsLive => HasPackets && !_declaredOff;

    /// <summary>Asks for a picture to start with; the request leaves when the publisher's timer runs, which is at once if it may.</summary>
    public void AskForKeyFrame()
    {
        if (Keyframes is { } keyframes)
        {
            keyframes.Ask();
            Publisher.Wake(keyframes.Due);
        }
    }

    public bool IsAbandoned(Instant now) => now - _lastArrival >= AbandonedAfter;

    public void Declare(bool live) => _declaredOff = !live;

    /// <summary>The same track on its publisher's new transport: viewers keep it, though no packet came yet.</summary>
    public void Inherit(Publication before)
    {
        HasPackets = before.HasPackets;
        _declaredOff = before._declaredOff;
        Voice = before.Voice;
    }

    /// <summary>The same track under another SSRC: for viewers it is another source, which starts with its first packet.</summary>
    public void Succeed(Publication before) => _declaredOff = before._declaredOff;

    /// <summary>False when the section carries another stream than before.</summary>
    public bool TryRenegotiate(ReceiveSection section, MediaSource source)
    {
        var isSameStream = section.Sources.Count == 0 || section.Sources[0].Ssrc == Ssrc;
        if (source != Source || (HasPackets && !isSameStream))
        {
            return false;
        }

        Section = section;
        _codecs = [.. section.Codecs];
        if (!isSameStream)
        {
            BindAnnounced();
        }

        return true;
    }

    public void Bind(uint ssrc, bool isRtx)
    {
        if (isRtx)
        {
            RtxSsrc = ssrc;
            return;
        }

        Ssrc = ssrc;
        Reception = new ReceiveStatistics(new Ssrc(ssrc), Section.Codecs[0].ClockRate);
    }

    private static VoiceRole RoleOf(MediaSource source) =>
        source == MediaSource.ScreenAudio ? VoiceRole.ShareAudio : VoiceRole.Voice;

    private void BindAnnounced()
    {
        if (Section.Sources.Count > 0)
        {
            Bind(Section.Sources[0].Ssrc, isRtx: false);
            RtxSsrc = Section.Sources[0].RtxSsrc;
        }
    }

    /// <summary>The codec of a payload type, which may be that of its RTX stream; null if it is of neither.</summary>
    public NegotiatedCodec? Codec(byte payloadType, out bool isRtx)
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

    /// <summary>False for a packet that is there already, or was overtaken by too many.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="packet">Its header.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="becameLive">It is the publication's first.</param>
    public bool TryAdd(Instant now, in StoredPacket packet, ReadOnlySpan<byte> payload, out bool becameLive)
    {
        becameLive = false;
        var index = History.Add(packet, payload);
        if (index < 0)
        {
            return false;
        }

        _lastArrival = now;
        Batch.Add(index);
        Publisher.Room.NoteArrival(this);
        var sequence = new ExtendedSeq(packet.Sequence);
        Nacks?.HandleArrival(now, sequence);
        if (packet.StartsKeyFrame)
        {
            Nacks?.HandleKeyFrame(sequence);
            Keyframes?.Satisfy();
        }

        becameLive = !HasPackets && !_declaredOff;
        HasPackets = true;
        return true;
    }
}
