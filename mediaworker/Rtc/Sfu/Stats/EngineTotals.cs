using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>Counts of the whole engine: each participant keeps its own, and leaves them here when it goes.</summary>
internal sealed class EngineTotals
{
    private Sums _gone;

    /// <summary>Transports that came up.</summary>
    public long Handshakes { get; set; }

    public void Leave(Participant participant) => _gone.Add(participant);

    /// <param name="shard">Whose engine it is: a room that is on several shards counts on the first of them.</param>
    /// <param name="rooms">All that are here.</param>
    /// <param name="drops">All that were dropped here.</param>
    public EngineSnapshot Take(int shard, IReadOnlyCollection<Room> rooms, DropCounters drops)
    {
        var sums = _gone;
        var participants = 0;
        var estimates = new Bands<Bitrate>(EngineSnapshot.EstimateBounds);
        var roundTrips = new Bands<TimeSpan>(EngineSnapshot.RoundTripBounds);
        var losses = new Bands<double>(EngineSnapshot.LossBounds);
        var pictures = new Dictionary<PictureLayers, int>();
        foreach (var room in rooms)
        {
            foreach (var participant in room.Participants)
            {
                participants++;
                sums.Add(participant);
                if (participant.Egress is { } egress)
                {
                    estimates.Add(egress.Target);
                    losses.Add(egress.Loss);
                }

                if (participant.MeasuredRoundTrip is { } roundTrip)
                {
                    roundTrips.Add(roundTrip);
                }

                CountPictures(participant, pictures);
            }
        }

        return new EngineSnapshot
        {
            Rooms = rooms.Count(room => room.Peers.IsFirst(shard)),
            Participants = participants,
            PacketsReceived = sums.PacketsReceived,
            BytesReceived = sums.BytesReceived,
            PacketsSent = sums.PacketsSent,
            BytesSent = sums.BytesSent,
            Repairs = sums.Repairs,
            KeyFrameRequests = sums.KeyFrameRequests,
            Handshakes = Handshakes,
            ViewersByEstimate = estimates.Counts,
            ParticipantsByRoundTrip = roundTrips.Counts,
            ViewersByLoss = losses.Counts,
            Pictures = pictures,
            Freezes = sums.Freezes,
            Drops = drops.ToDictionary(),
        };
    }

    private static void CountPictures(Participant participant, Dictionary<PictureLayers, int> pictures)
    {
        foreach (var slot in participant.Slots)
        {
            if (slot is { Section.Kind: MediaKind.Video, Source: not null })
            {
                var layers = new PictureLayers(SnapshotReader.TargetOf(slot)?.Spatial, SnapshotReader.CurrentOf(slot)?.Spatial);
                pictures[layers] = pictures.GetValueOrDefault(layers) + 1;
            }
        }
    }

    private struct Sums
    {
        public long PacketsReceived;
        public long BytesReceived;
        public long PacketsSent;
        public long BytesSent;
        public long Repairs;
        public long KeyFrameRequests;
        public long Freezes;

        public void Add(Participant participant)
        {
            var (sent, received) = (participant.Transport.Sent, participant.Transport.Received);
            PacketsReceived += received.Packets;
            BytesReceived += received.Bytes;
            PacketsSent += sent.Packets;
            BytesSent += sent.Bytes;
            Repairs += participant.Repairs;
            KeyFrameRequests += participant.KeyFrameRequests;
            foreach (var slot in participant.Slots)
            {
                Freezes += slot.Tally.Freezes;
            }
        }
    }
}
