namespace Serverless.Contracts.Signaling;

/// <summary>
/// The worker's side of the receiver's media, at the moment it was asked. Rates are bit/s and, as losses, of about the last
/// second; counts are since the transport began; what was not measured is absent.
/// </summary>
public sealed record StatsMessage : WorkerMessage
{
    /// <summary>Of the <see cref="StatsRequest"/>.</summary>
    public required string Id { get; init; }

    public required TransportStats Transport { get; init; }

    /// <summary>What the receiver watches, slot by slot.</summary>
    public required IReadOnlyList<SlotStats> Slots { get; init; }

    /// <summary>What the receiver publishes.</summary>
    public required IReadOnlyList<PublicationStats> Publications { get; init; }
}
