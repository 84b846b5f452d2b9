using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>What a publisher is asked for, as soon as it is due: lost packets, key frames, and how its packets travelled.</summary>
internal static class Feedback
{
    /// <summary>Packets asked for in one feedback packet; further ones stay due.</summary>
    private const int MaximumLost = 128;

    /// <summary>RTCP header and the two SSRCs (RFC 4585 §6.1): a whole PLI, and what a NACK begins with.</summary>
    private const int FeedbackHeader = 12;

    /// <summary>A packet id and its mask (RFC 4585 §6.2.1); at worst each lost packet needs its own.</summary>
    private const int NackEntry = 4;

    public static Instant NextTimeout(Participant publisher)
    {
        var next = publisher.Arrivals.NextTimeout;
        foreach (var publication in publisher.Publications)
        {
            next = Instant.Min(next, publication.NextKeyFrame);
            foreach (var layer in publication.Layers)
            {
                if (layer.Ssrc is not null)
                {
                    next = Instant.Min(next, layer.Nacks?.NextTimeout ?? Instant.Never);
                }
            }
        }

        return next;
    }

    public static void Send(Instant now, Participant publisher, IDatagramSink output)
    {
        if (!publisher.Transport.CanSend(now) || NextTimeout(publisher) > now)
        {
            return;
        }

        var sender = new Ssrc(publisher.FeedbackSsrc);
        var buffer = output.Reserve();
        var writer = new RtcpWriter(buffer[..IDatagramSink.MaximumPlainDatagram]);
        // Without it, only peers that agreed on reduced size would read the rest (RFC 5506 §4.1), and some never do.
        writer.WriteReceiverReport(sender, []);
        var nothing = writer.Length;
        var media = default(Ssrc);
        foreach (var publication in publisher.Publications)
        {
            AskForKeyFrame(now, publisher, publication, sender, ref writer);
            foreach (var layer in publication.Layers)
            {
                if (layer.Ssrc is { } ssrc)
                {
                    media = new Ssrc(ssrc);
                    WriteRequests(now, publisher, layer, sender, media, ref writer);
                }
            }
        }

        publisher.Arrivals.TryWriteFeedback(now, sender, media, ref writer);
        if (writer.Length > nothing)
        {
            publisher.Transport.SendRtcp(buffer, writer.Length);
        }
    }

    private static void AskForKeyFrame(
        Instant now, Participant publisher, Publication publication, Ssrc sender, ref RtcpWriter writer)
    {
        if (IDatagramSink.MaximumPlainDatagram - writer.Length >= FeedbackHeader
            && publication.Keyframes.TryTake(now, publication.Layers, out var layer))
        {
            writer.WritePictureLoss(sender, new Ssrc(layer.Ssrc!.Value));
            publisher.KeyFrameRequests++;
        }
    }

    /// <summary>Asks only for what fits: what is taken counts as asked for, what is left stays due for the next compound.</summary>
    private static void WriteRequests(
        Instant now, Participant publisher, Layer layer, Ssrc sender, Ssrc media, ref RtcpWriter writer)
    {
        var room = IDatagramSink.MaximumPlainDatagram - writer.Length;
        if (layer.Nacks is { } nacks && room >= FeedbackHeader + NackEntry)
        {
            Span<RtpSeq> lost = stackalloc RtpSeq[Math.Min(MaximumLost, (room - FeedbackHeader) / NackEntry)];
            var count = nacks.CollectDue(now, publisher.RoundTrip, lost);
            if (count > 0)
            {
                writer.WriteNack(sender, media, lost[..count]);
            }

            // A layer that nobody watches needs no picture.
            if (nacks.TakeKeyFrameWish() && layer.Publication.IsWatched(layer))
            {
                layer.Keyframe?.Ask(isUrgent: true);
            }
        }
    }
}
