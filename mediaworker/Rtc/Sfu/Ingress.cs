using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>From a publisher's plain RTP packet to the history of the layer that it belongs to.</summary>
internal static class Ingress
{
    /// <returns>The publication, if slots may change by the packet: it became live, or has another codec. Null otherwise.</returns>
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
        if (FindLayer(now, publisher, rtp) is not { } layer
            || layer.Publication.FindCodec(rtp.PayloadType.Value, out isRtx) is not { } codec)
        {
            drops.Add(DropReason.UnknownSource);
            return null;
        }

        return TryPlace(now, layer, rtp, isRtx, out var sequence, out var payload)
            ? Store(now, layer, rtp, codec.Kind, sequence, payload, drops)
            : null;
    }

    /// <summary>Where in the stream the packet, or the original inside an RTX packet, belongs.</summary>
    private static bool TryPlace(
        Instant now,
        Layer layer,
        RtpView rtp,
        bool isRtx,
        out ExtendedSeq sequence,
        out ReadOnlySpan<byte> payload)
    {
        payload = rtp.Payload;
        sequence = default;
        if (layer.Reception is not { } reception)
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
        Layer layer,
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

        var publication = layer.Publication;
        var extensions = publication.Section.Extensions;
        var facts = PacketFacts.Read(codec, payload);
        var dependency = default(DependencyDescriptor);
        if (codec == CodecKind.Av1 && rtp.TryGetExtension(extensions.DependencyDescriptor, out var descriptor))
        {
            if (!layer.TryReadDependency(descriptor, out dependency))
            {
                // What it depends on was lost, and shows when that is repaired: it counts as lost, too, and is asked for again.
                drops.Add(DropReason.UnknownStructure);
                return null;
            }

            facts = PacketFacts.Read(dependency, layer.Dependencies!.Structure!);
        }
        else
        {
            descriptor = default;
        }

        var stored = new StoredPacket
        {
            Sequence = sequence.Value,
            Timestamp = rtp.Timestamp.Value,
            ArrivedAt = now,
            Codec = codec,
            Marker = rtp.Marker,
            StartsKeyFrame = facts.StartsKeyFrame,
            AudioLevel = ReadByte(rtp, extensions.AudioLevel),
            VideoOrientation = ReadByte(rtp, extensions.VideoOrientation),
            Dependency = dependency,
            Vp8 = facts.Vp8,
            Vp9 = facts.Vp9,
        };
        if (codec == CodecKind.Red && !RedundantAudio.TryRecover(layer, stored, payload))
        {
            drops.Add(DropReason.MalformedRtp);
            return null;
        }

        if (!layer.TryAdd(now, stored, payload, facts, descriptor))
        {
            // Original and retransmission of one packet have different SSRCs, so SRTP's window does not see that they are
            // the same. Forwarding both would use one nonce for two packets.
            drops.Add(DropReason.Replayed);
            return null;
        }

        publication.Voice?.Activity.Handle(now, stored.Level);
        return publication.NoteArrival(codec) ? publication : null;
    }

    /// <summary>
    /// By SSRC. The first packets of a stream that the SDP did not announce name their section by MID (RFC 9143 §9.2), and among
    /// simulcast layers theirs by RID, or by the repaired RID in the RTX stream (RFC 8852 §3).
    /// </summary>
    private static Layer? FindLayer(Instant now, Participant publisher, RtpView rtp)
    {
        var ssrc = rtp.Ssrc.Value;
        foreach (var publication in publisher.Publications)
        {
            if (publication.FindLayer(ssrc, out _) is { } layer)
            {
                return layer;
            }
        }

        foreach (var publication in publisher.Publications)
        {
            if (ReadId(rtp, publication.Section.Extensions.Mid) is { IsEmpty: false } mid
                && mid == publication.Mid
                && publication.FindCodec(rtp.PayloadType.Value, out var isRtx) is not null)
            {
                var extensions = publication.Section.Extensions;
                var rid = publication.IsSimulcast
                    ? ReadId(rtp, isRtx ? extensions.RepairedRid : extensions.Rid)
                    : publication.Layers[0].Rid;
                return publication.FindLayer(rid) is { } layer ? Bind(now, layer, ssrc, isRtx) : null;
            }
        }

        return null;
    }

    private static Layer? Bind(Instant now, Layer layer, uint ssrc, bool isRtx)
    {
        if (!isRtx && layer.HasPackets)
        {
            // A second stream beside a living one was not negotiated; after a dead one it is the track's new stream.
            if (!layer.IsAbandoned(now))
            {
                return null;
            }

            layer = layer.Publication.Renew(layer);
            layer.Publication.Publisher.Room.Peers.TellRenewed(layer);
        }

        layer.Bind(ssrc, isRtx);
        return layer;
    }

    private static StreamId ReadId(RtpView rtp, byte extension) =>
        rtp.TryGetExtension(extension, out var value) && StreamId.TryParse(value, out var id) ? id : default;

    private static byte ReadByte(RtpView rtp, byte extension) =>
        rtp.TryGetExtension(extension, out var value) && value.Length > 0 ? value[0] : StoredPacket.Absent;
}
