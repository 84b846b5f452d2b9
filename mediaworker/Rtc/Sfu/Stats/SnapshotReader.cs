using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>Makes snapshots of what is counted anyway.</summary>
internal static class SnapshotReader
{
    private static readonly IReadOnlyDictionary<DropReason, long> None = new Dictionary<DropReason, long>();

    public static ParticipantSnapshot Read(Instant now, Participant participant) => new(
        ReadTransport(participant),
        participant.Slots.ConvertAll(ReadSlot),
        participant.Publications.ConvertAll(publication => ReadPublication(now, publication)));

    private static TransportSnapshot ReadTransport(Participant participant)
    {
        var egress = participant.Egress;
        return new TransportSnapshot
        {
            Sent = participant.Transport.Sent.Rate,
            Received = participant.Transport.Received.Rate,
            RoundTrip = participant.MeasuredRoundTrip,
            Estimate = egress?.Target,
            Acknowledged = egress?.Acknowledged,
            Allocated = participant.Bandwidth?.Allocated,
            Loss = egress?.Loss,
        };
    }

    private static SlotSnapshot ReadSlot(Slot slot) => new()
    {
        State = slot.State,
        Bitrate = slot.Tally.Sent.Rate,
        Packets = slot.Tally.Sent.Packets,
        Bytes = slot.Tally.Sent.Bytes,
        Repairs = slot.Tally.Repairs,
        Loss = slot.Tally.Loss,
        Target = TargetOf(slot),
        Current = CurrentOf(slot),
        Freezes = slot.Tally.Freezes,
        Drops = slot.Tally.Drops?.ToDictionary() ?? None,
    };

    public static LayerPlace? TargetOf(Slot slot)
    {
        if (slot.Section.Kind != MediaKind.Video || slot.Source is not { } source || slot.TargetRung < 0)
        {
            return null;
        }

        var (height, temporal) = source.Ladder.Place(slot.TargetRung);
        return new LayerPlace(height, temporal);
    }

    /// <summary>Of scalable video, what was chosen is what plays but for a moment.</summary>
    public static LayerPlace? CurrentOf(Slot slot) => slot.Playing is { } layer && TargetOf(slot) is { } target
        ? new LayerPlace(
            layer.Publication.IsSimulcast ? layer.Index : target.Spatial,
            Math.Min(target.Temporal, layer.TemporalLayers - 1))
        : null;

    private static PublicationSnapshot ReadPublication(Instant now, Publication publication)
    {
        var layers = new List<LayerSnapshot>();
        var requests = 0L;
        foreach (var layer in publication.Layers)
        {
            requests += layer.Keyframe?.Sent ?? 0;
            layers.Add(new LayerSnapshot
            {
                Rid = $"{layer.Rid}",
                Bitrate = layer.IsAlive(now) ? layer.Rate(now, Rung.All, Rung.All) : Bitrate.Zero,
                Loss = layer.Reception?.FractionLost,
                Jitter = layer.Reception?.Jitter,
                Packets = layer.Reception?.PacketsReceived ?? 0,
                IsWatched = publication.IsWatched(layer),
            });
        }

        return new PublicationSnapshot(publication.Source, layers, requests);
    }
}
