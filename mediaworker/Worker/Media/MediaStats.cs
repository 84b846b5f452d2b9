using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Media;

/// <summary>What a shard counts for one participant; see <see cref="StatsMessage"/>.</summary>
internal sealed record MediaStats(
    TransportStats Transport, IReadOnlyList<SlotStats> Slots, IReadOnlyList<PublicationStats> Publications);
