using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>One track that a participant publishes: its packets, and what is asked of its publisher.</summary>
internal sealed class Publication
{
    /// <summary>At 200 packets/s some 2.5 s: longer than any viewer waits for a repair.</summary>
    private const int VideoHistory = 512;

    /// <summary>At 50 packets/s some 1.2 s.</summary>
    private const int AudioHistory = 64;

    private bool _declaredOff;

    public Publication(Participant publisher, ReceiveSection section, MediaSource source, uint number)
    {
        Publisher = publisher;
        Section = section;
        Source = source;
        Number = number;
        Mid = StreamId.TryParse(section.Mid, out var mid) ? mid : default;
        History = new PacketHistory(section.Kind == MediaKind.Video ? VideoHistory : AudioHistory);
        Keyframes = section.Kind == MediaKind.Video ? new KeyframeRequests() : null;
        Nacks = section.Codecs.Any(codec => codec.Feedback.HasFlag(RtcpFeedback.Nack))
            ? new NackGenerator(NackOptions.Default)
            : null;
        foreach (var announced in section.Sources.Take(1))
        {
            Bind(announced.Ssrc, isRtx: false);
            RtxSsrc = announced.RtxSsrc;
        }
    }

    public Participant Publisher { get; }

    public ReceiveSection Section { get; private set; }

    public MediaSource Source { get; }

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

    public void Declare(bool live) => _declaredOff = !live;

    /// <summary>The same track on its publisher's new transport: viewers keep it, though no packet came yet.</summary>
    public void Inherit(Publication before)
    {
        HasPackets = before.HasPackets;
        _declaredOff = before._declaredOff;
    }

    public void Renegotiate(ReceiveSection section) => Section = section;

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

    /// <summary>The codec of a payload type, which may be that of its RTX stream; null if it is of neither.</summary>
    public NegotiatedCodec? Codec(byte payloadType, out bool isRtx)
    {
        isRtx = false;
        foreach (var codec in Section.Codecs)
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

    /// <returns>True if this packet makes the publication live.</returns>
    public bool Add(Instant now, in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        var index = History.Add(packet, payload);
        if (index < 0)
        {
            return false;
        }

        Batch.Add(index);
        var sequence = new ExtendedSeq(packet.Sequence);
        Nacks?.HandleArrival(now, sequence);
        if (packet.StartsKeyFrame)
        {
            Nacks?.HandleKeyFrame(sequence);
            Keyframes?.Satisfy();
        }

        var first = !HasPackets;
        HasPackets = true;
        return first && IsLive;
    }
}
