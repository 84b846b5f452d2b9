namespace Serverless.Rtc.Sfu.Stats;

/// <summary>One participant's media as the engine sees it. Rates and losses are of about the last second.</summary>
public sealed record ParticipantSnapshot(
    TransportSnapshot Transport,
    IReadOnlyList<SlotSnapshot> Slots,
    IReadOnlyList<PublicationSnapshot> Publications);
