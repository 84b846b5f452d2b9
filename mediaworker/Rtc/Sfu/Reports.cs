using System.Text;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Once a second: a sender report for each stream that plays (it ties a slot's media time to one wall clock for all of the
/// room, which is what keeps lips in sync) and a receiver report for each that comes in, with the time, which the publisher
/// returns: one who only publishes would not know the round trip otherwise.
/// </summary>
internal static class Reports
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Reports of many leave together: one by one, they would wake the shard as often as there are viewers.</summary>
    private const long BeatMicroseconds = 50_000;

    /// <summary>A sender report without blocks and its CNAME chunk; the compound ends before it would not fit.</summary>
    private const int SenderReportRoom = 28 + 48;

    public static void Send(Instant now, Participant participant, MediaEngineConfig config, IDatagramSink output)
    {
        if (now < participant.NextReport)
        {
            return;
        }

        var next = now + Interval;
        participant.NextReport = new Instant(next.Microseconds - (next.Microseconds % BeatMicroseconds));
        participant.LookAtRates(now);
        if (!participant.Transport.CanSend(now))
        {
            return;
        }

        var buffer = output.Reserve();
        var writer = new RtcpWriter(buffer[..IDatagramSink.MaximumPlainDatagram]);
        WriteReceiverReport(now, participant, config, ref writer);
        WriteSenderReports(now, participant, config, ref writer);
        if (writer.Length > 0)
        {
            participant.Transport.SendRtcp(buffer, writer.Length);
        }
    }

    private static void WriteReceiverReport(
        Instant now, Participant participant, MediaEngineConfig config, ref RtcpWriter writer)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[8];
        var count = 0;
        foreach (var publication in participant.Publications)
        {
            foreach (var layer in publication.Layers)
            {
                if (count < blocks.Length && layer.Reception is { HasReceived: true } reception)
                {
                    blocks[count++] = reception.TakeReport(now);
                }
            }
        }

        if (count > 0)
        {
            var receiver = new Ssrc(participant.FeedbackSsrc);
            writer.WriteReceiverReport(receiver, blocks[..count]);
            writer.WriteReferenceTime(
                new ReferenceTime(receiver, NtpTime.FromUnixMicroseconds(config.UnixMicrosecondsAtZero + now.Microseconds)));
        }
    }

    private static void WriteSenderReports(
        Instant now, Participant participant, MediaEngineConfig config, ref RtcpWriter writer)
    {
        var wallClock = config.UnixMicrosecondsAtZero + now.Microseconds;
        Span<byte> cname = stackalloc byte[64];
        foreach (var slot in participant.Slots)
        {
            if (slot.Playing is not { Clock.IsKnown: true } layer
                || writer.Length + SenderReportRoom > IDatagramSink.MaximumPlainDatagram)
            {
                continue;
            }

            var senderClock = layer.Publication.Publisher.Clock.ToSender(wallClock);
            var timestamp = layer.Clock.RtpAt(senderClock, layer.ClockRate) + slot.TimestampOffset;
            writer.WriteSenderReport(
                new Ssrc(slot.Ssrc),
                NtpTime.FromUnixMicroseconds(wallClock),
                new RtpTime(timestamp),
                unchecked((uint)slot.Tally.Sent.Packets),
                unchecked((uint)slot.Tally.Sent.Bytes),
                []);
            if (Encoding.ASCII.TryGetBytes(slot.Section.Slot.Cname, cname, out var length))
            {
                writer.WriteCanonicalName(new Ssrc(slot.Ssrc), cname[..length]);
            }
        }
    }
}
