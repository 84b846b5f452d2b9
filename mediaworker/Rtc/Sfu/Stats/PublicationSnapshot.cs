namespace Serverless.Rtc.Sfu.Stats;

/// <summary>What arrived of a published track.</summary>
/// <param name="Source">What it is.</param>
/// <param name="Layers">Its streams, from the least to the best.</param>
/// <param name="KeyFrameRequests">How many went to the publisher.</param>
public sealed record PublicationSnapshot(MediaSource Source, IReadOnlyList<LayerSnapshot> Layers, long KeyFrameRequests);
