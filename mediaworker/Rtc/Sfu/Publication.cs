using Serverless.Rtc.Loss;
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

    private readonly List<int> _batch = [];
    private bool _declaredOff;

    public Publication(Participant publisher, ReceiveSection section, MediaSource source, uint number)
    {
        Publisher = publisher;
        Section = section;
        Source = source;
        Number = number;
        History = new PacketHistory(section.Kind == MediaKind.Video ? VideoHistory : AudioHistory);
        Reception = new Reception(section.Codecs[0].ClockRate, section.Codecs[0].Feedback.HasFlag(RtcpFeedback.Nack));
        Keyframes = section.Kind == MediaKind.Video ? new KeyframeRequests() : null;
    }

    public Participant Publisher { get; }

    public ReceiveSection Section { get; private set; }

    public MediaSource Source { get; }

    public MediaKind Kind => Section.Kind;

    /// <summary>Unique in the room; the CSRC of what is forwarded.</summary>
    public uint Number { get; }

    public PacketHistory History { get; }

    public Reception Reception { get; }

    public SenderReportClock Clock { get; } = new();

    /// <summary>Null for audio.</summary>
    public KeyframeRequests? Keyframes { get; }

    /// <summary>Known from the SDP or the first packet.</summary>
    public uint? Ssrc { get; set; }

    public uint? RtxSsrc { get; set; }

    public bool HasPackets { get; private set; }

    /// <summary>May take a slot. Packets alone make it live: media does not wait for the first <c>publish</c> message.</summary>
    public bool IsLive => HasPackets && !_declaredOff;

    /// <summary>Packets of the batch at hand, as places in <see cref="History"/>.</summary>
    public List<int> Batch => _batch;

    public void Declare(bool live) => _declaredOff = !live;

    /// <summary>The same track on its publisher's new transport: viewers keep it, though no packet came yet.</summary>
    public void Inherit(Publication before)
    {
        HasPackets = before.HasPackets;
        _declaredOff = before._declaredOff;
    }

    public void Renegotiate(ReceiveSection section) => Section = section;

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
    public bool Add(in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        var index = History.Add(packet, payload);
        if (index >= 0)
        {
            _batch.Add(index);
        }

        if (packet.StartsKeyFrame)
        {
            Keyframes?.Satisfy();
        }

        var first = !HasPackets;
        HasPackets = true;
        return first && IsLive;
    }
}
