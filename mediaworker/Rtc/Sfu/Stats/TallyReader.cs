using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>Adds up what is counted anyway.</summary>
internal static class TallyReader
{
    public static ParticipantTally Read(Participant participant)
    {
        StreamCounts sentAudio = default, sentVideo = default, receivedAudio = default, receivedVideo = default;
        foreach (var publication in participant.Publications)
        {
            ref var sent = ref publication.Section.Kind == MediaKind.Audio ? ref sentAudio : ref sentVideo;
            foreach (var layer in publication.Layers)
            {
                if (layer.Reception is { HasReceived: true } reception)
                {
                    var lost = Math.Max(0, reception.CumulativeLost);
                    sent = sent.With(reception.PacketsReceived + lost, lost, layer.PayloadBytes, reception.Jitter);
                }
            }
        }

        var height = 0;
        foreach (var slot in participant.Slots)
        {
            ref var received = ref slot.Section.Kind == MediaKind.Audio ? ref receivedAudio : ref receivedVideo;
            var tally = slot.Tally;
            received = received.With(tally.Sent.Packets, tally.Lost, tally.Sent.Bytes, tally.Jitter);
            height = Math.Max(height, slot.PictureHeight);
        }

        return new ParticipantTally
        {
            SentAudio = sentAudio,
            SentVideo = sentVideo,
            ReceivedAudio = receivedAudio,
            ReceivedVideo = receivedVideo,
            RoundTrip = participant.MeasuredRoundTrip,
            PictureHeight = height,
        };
    }
}
