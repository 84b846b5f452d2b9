using Serverless.Rtc.Peer;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>Makes snapshots of what is counted anyway.</summary>
internal static class SnapshotReader
{
    private static readonly IReadOnlyDictionary<DropReason, long> None = new Dictionary<DropReason, long>();

    public static ParticipantSnapshot Read(Participant participant) => new(
        ReadTransport(participant),
        participant.Slots.ConvertAll(ReadSlot),
        participant.Publications.ConvertAll(ReadPublication));

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
            Allocated = null,
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
        Freezes = slot.Tally.Freezes,
        Drops = slot.Tally.Drops?.ToDictionary() ?? None,
    };

    private static PublicationSnapshot ReadPublication(Publication publication) => new(
        publication.Source,
        [
            new LayerSnapshot
            {
                Rid = "",
                Bitrate = default,
                Loss = publication.Reception?.FractionLost,
                Jitter = publication.Reception?.Jitter,
                Packets = publication.Reception?.PacketsReceived ?? 0,
            },
        ],
        publication.Keyframes?.Sent ?? 0);
}
