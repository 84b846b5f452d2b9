using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>From a publisher's plain RTP packet to its publication's history.</summary>
internal static class Ingress
{
    /// <returns>The publication that the packet made live; null otherwise.</returns>
    public static Publication? Handle(
        Instant now, Participant publisher, ReadOnlySpan<byte> packet, DropCounters drops)
    {
        if (!RtpView.TryParse(packet, out var rtp))
        {
            drops.Add(DropReason.MalformedRtp);
            return null;
        }

        // Also of packets that nobody wants: the publisher's estimate counts what is not told as lost.
        if (rtp.TryGetExtension(publisher.TransportCc, out var value)
            && TransportSequence.TryParse(value, out var transportSequence))
        {
            publisher.Arrivals.HandleArrival(now, transportSequence);
        }

        var isRtx = false;
        if (FindPublication(now, publisher, rtp) is not { } publication
            || publication.Codec(rtp.PayloadType.Value, out isRtx) is not { } codec)
        {
            drops.Add(DropReason.UnknownSource);
            return null;
        }

        return TryPlace(now, publication, rtp, isRtx, out var sequence, out var payload)
            ? Store(now, publication, rtp, codec.Kind, sequence, payload, drops)
            : null;
    }

    /// <summary>Where in the stream the packet, or the original inside an RTX packet, belongs.</summary>
    private static bool TryPlace(
        Instant now,
        Publication publication,
        RtpView rtp,
        bool isRtx,
        out ExtendedSeq sequence,
        out ReadOnlySpan<byte> payload)
    {
        payload = rtp.Payload;
        sequence = default;
        if (publication.Reception is not { } reception)
        {
            return false;
        }

        if (!isRtx)
        {
            return reception.TryReceive(now, rtp.Sequence, rtp.Timestamp, out sequence);
        }

        // Without an original inside it is padding that probes for bandwidth.
        if (!reception.HasReceived || payload.Length <= RtxPacket.OriginalSequenceLength)
        {
            return false;
        }

        sequence = reception.Extend(new RtpSeq((ushort)((payload[0] << 8) | payload[1])));
        payload = payload[RtxPacket.OriginalSequenceLength..];
        return true;
    }

    private static Publication? Store(
        Instant now,
        Publication publication,
        RtpView rtp,
        CodecKind codec,
        ExtendedSeq sequence,
        ReadOnlySpan<byte> payload,
        DropCounters drops)
    {
        if (payload.Length > PacketHistory.MaximumPayload)
        {
            drops.Add(DropReason.TooLarge);
            return null;
        }

        var extensions = publication.Section.Extensions;
        var stored = new StoredPacket
        {
            Sequence = sequence.Value,
            Timestamp = rtp.Timestamp.Value,
            ArrivedAt = now,
            Codec = codec,
            Marker = rtp.Marker,
            StartsKeyFrame = StartsKeyFrame(codec, payload),
            AudioLevel = ReadByte(rtp, extensions.AudioLevel),
            VideoOrientation = ReadByte(rtp, extensions.VideoOrientation),
        };
        if (!publication.TryAdd(now, stored, payload, out var becameLive))
        {
            // Original and retransmission of one packet have different SSRCs, so SRTP's window does not see that they are
            // the same. Forwarding both would use one nonce for two packets.
            drops.Add(DropReason.Replayed);
        }
        else
        {
            publication.Voice?.Activity.Handle(now, stored.Level);
        }

        return becameLive ? publication : null;
    }

    /// <summary>By SSRC; the first packet of a stream that the SDP did not announce names its section by MID (RFC 9143 §9.2).</summary>
    private static Publication? FindPublication(Instant now, Participant publisher, RtpView rtp)
    {
        var ssrc = rtp.Ssrc.Value;
        foreach (var publication in publisher.Publications)
        {
            if (publication.Ssrc == ssrc || publication.RtxSsrc == ssrc)
            {
                return publication;
            }
        }

        foreach (var publication in publisher.Publications)
        {
            if (rtp.TryGetExtension(publication.Section.Extensions.Mid, out var value)
                && StreamId.TryParse(value, out var mid)
                && mid == publication.Mid
                && publication.Codec(rtp.PayloadType.Value, out var isRtx) is not null)
            {
                return Bind(now, publication, ssrc, isRtx);
            }
        }

        return null;
    }

    private static Publication? Bind(Instant now, Publication publication, uint ssrc, bool isRtx)
    {
        if (isRtx || !publication.HasPackets)
        {
            publication.Bind(ssrc, isRtx);
            return publication;
        }

        // A second stream beside a living one was not negotiated; after a dead one it is the track's new stream.
        return publication.IsAbandoned(now) ? publication.Publisher.Renew(publication, ssrc) : null;
    }

    private static bool StartsKeyFrame(CodecKind codec, ReadOnlySpan<byte> payload) => codec switch
    {
        CodecKind.Vp8 => Vp8Payload.TryParse(payload, out var vp8) && vp8.IsKeyFrame,
        CodecKind.H264 => H264Payload.TryParse(payload, out var h264) && h264.IsKeyFrame,
        CodecKind.Opus or CodecKind.Red => false,
        CodecKind.Vp9 or CodecKind.Av1 => false,
    };

    private static byte ReadByte(RtpView rtp, byte extension) =>
        rtp.TryGetExtension(extension, out var value) && value.Length > 0 ? value[0] : StoredPacket.Absent;
}
