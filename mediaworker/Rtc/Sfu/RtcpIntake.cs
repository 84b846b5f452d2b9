using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>What a participant's RTCP says: of its own tracks as a publisher, of its slots as a viewer.</summary>
internal static class RtcpIntake
{
    public static void Handle(
        Instant now,
        Participant participant,
        ReadOnlySpan<byte> compound,
        MediaEngineConfig config,
        IDatagramSink output,
        DropCounters drops)
    {
        var wallClock = config.UnixMicrosecondsAtZero + now.Microseconds;
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            switch (packet.Type, packet.Count)
            {
                case (RtcpType.SenderReport, _) when SenderReport.TryParse(packet, out var report):
                    HandleSenderReport(now, participant, report, wallClock);
                    HandleBlocks(participant, report.Reports, wallClock);
                    break;
                case (RtcpType.ReceiverReport, _) when ReceiverReport.TryParse(packet, out var report):
                    HandleBlocks(participant, report.Reports, wallClock);
                    break;
                case (RtcpType.ExtendedReport, _)
                    when ReferenceDelay.TryFind(packet, new Ssrc(participant.FeedbackSsrc), out var delay):
                    NoteRoundTrip(participant, delay.RoundTripTime(NtpTime.FromUnixMicroseconds(wallClock)));
                    break;
                case (RtcpType.TransportFeedback, RtcpFormat.GenericNack) when GenericNack.TryParse(packet, out var nack):
                    HandleNack(now, participant, nack, output);
                    break;
                case (RtcpType.TransportFeedback, RtcpFormat.TransportWide)
                    when TransportFeedback.TryParse(packet, out var feedback):
                    participant.Egress?.HandleFeedback(now, feedback);
                    break;
                case (RtcpType.PayloadFeedback, RtcpFormat.ApplicationLayer)
                    when ReceiverEstimate.TryParse(packet, out var estimate):
                    participant.Egress?.HandleRemb(now, estimate.Bitrate);
                    break;
                case (RtcpType.PayloadFeedback, RtcpFormat.PictureLoss)
                    when PictureLossIndication.TryParse(packet, out var indication):
                    AskForKeyframe(now, participant, indication.Media.Value);
                    break;
                case (RtcpType.PayloadFeedback, RtcpFormat.FullIntra) when FullIntraRequest.TryParse(packet, out var request):
                    for (var index = 0; index < request.Count; index++)
                    {
                        AskForKeyframe(now, participant, request[index].Media.Value);
                    }

                    break;
            }
        }

        if (reader.IsMalformed)
        {
            drops.Add(DropReason.MalformedRtcp);
        }
    }

    private static void HandleSenderReport(Instant now, Participant publisher, SenderReport report, long wallClock)
    {
        foreach (var publication in publisher.Publications)
        {
            if (publication.FindLayer(report.Sender.Value, out var isRtx) is { } layer && !isRtx)
            {
                publisher.Clock.Add(report.Ntp.ToUnixMicroseconds(), wallClock);
                layer.Clock.Handle(report.Ntp, report.Timestamp.Value);
                layer.Reception?.HandleSenderReport(now, report.Ntp);
                publisher.Room.Peers.TellClock(layer);
            }
        }
    }

    private static void HandleBlocks(Participant viewer, ReportBlocks blocks, long wallClock)
    {
        var now = NtpTime.FromUnixMicroseconds(wallClock);
        foreach (var block in blocks)
        {
            if (FindSlot(viewer, block.Source.Value) is not { } slot)
            {
                continue;
            }

            slot.Tally.Note(block, slot.Section.Codecs[0].ClockRate);
            NoteRoundTrip(viewer, block.RoundTripTime(now));
        }
    }

    private static void NoteRoundTrip(Participant participant, TimeSpan? measured)
    {
        if (measured is { } roundTrip)
        {
            participant.MeasuredRoundTrip = roundTrip;
            participant.Egress?.HandleRoundTrip(roundTrip);
        }
    }

    private static void HandleNack(Instant now, Participant viewer, GenericNack nack, IDatagramSink output)
    {
        if (FindSlot(viewer, nack.Media.Value) is { } slot && viewer.Transport.CanSend(now))
        {
            foreach (var sequence in nack)
            {
                slot.Retransmit(now, sequence, viewer.RoundTrip, viewer.Transport, output);
            }
        }
    }

    private static void AskForKeyframe(Instant now, Participant viewer, uint media) =>
        FindSlot(viewer, media)?.AskForKeyFrame(now);

    private static Slot? FindSlot(Participant viewer, uint ssrc)
    {
        foreach (var slot in viewer.Slots)
        {
            if (slot.Ssrc == ssrc)
            {
                return slot;
            }
        }

        return null;
    }
}
