using Serverless.Contracts.Signaling;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu.Stats;

namespace Serverless.Worker.Media;

/// <summary>The core's numbers in the contract's words.</summary>
internal static class StatsTranslation
{
    public static MediaStats ToContract(this ParticipantSnapshot snapshot) => new(
        Describe(snapshot.Transport, snapshot.Slots),
        [.. snapshot.Slots.Select(Describe)],
        [.. snapshot.Publications.Select(Describe)]);

    private static TransportStats Describe(TransportSnapshot transport, IReadOnlyList<SlotSnapshot> slots) => new()
    {
        BitrateSent = transport.Sent.BitsPerSecond,
        BitrateReceived = transport.Received.BitsPerSecond,
        RttMs = transport.RoundTrip?.TotalMilliseconds,
        Loss = transport.Loss,
        Estimate = transport.Estimate?.BitsPerSecond,
        Allocated = transport.Allocated?.BitsPerSecond,
        Drops = Name(slots.SelectMany(slot => slot.Drops)),
    };

    private static SlotStats Describe(SlotSnapshot slot)
    {
        var plays = slot.State.ToContract();
        return new SlotStats
        {
            Kind = plays.Kind,
            Slot = plays.Slot,
            ParticipantId = plays.ParticipantId,
            Source = plays.Source,
            Bitrate = slot.Bitrate.BitsPerSecond,
            Loss = slot.Loss,
            PacketsSent = slot.Packets,
            PacketsResent = slot.Repairs,
            TargetLayer = Describe(slot.Target),
            CurrentLayer = Describe(slot.Current),
            Freezes = slot.Freezes,
            Drops = Name(slot.Drops),
        };
    }

    private static PublicationStats Describe(PublicationSnapshot publication) => new()
    {
        Source = publication.Source.ToContract(),
        Layers = [.. publication.Layers.Select(layer => new PublishedLayerStats
        {
            Rid = layer.Rid.Length == 0 ? null : layer.Rid,
            Bitrate = layer.Bitrate.BitsPerSecond,
            Loss = layer.Loss,
            JitterMs = layer.Jitter?.TotalMilliseconds,
            PacketsReceived = layer.Packets,
            Wanted = layer.IsWatched,
        })],
        KeyFrameRequests = publication.KeyFrameRequests,
    };

    private static StatsLayer? Describe(LayerPlace? place) => place is { } at ? new StatsLayer(at.Spatial, at.Temporal) : null;

    private static SortedDictionary<string, long> Name(IEnumerable<KeyValuePair<DropReason, long>> drops)
    {
        var named = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (reason, count) in drops)
        {
            named[$"{reason}"] = named.GetValueOrDefault($"{reason}") + count;
        }

        return named;
    }
}
