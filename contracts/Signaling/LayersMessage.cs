using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>
/// Which layers of the receiver's own pictures somebody watches now, all of them: the others need not be encoded. A track that
/// is not named keeps all its layers.
/// </summary>
/// <param name="Tracks">Each source once.</param>
/// <param name="Epoch">The room's epoch on the worker of the transport that is meant: while a room moves, a participant may have two.</param>
public sealed record LayersMessage(IReadOnlyList<WantedLayers> Tracks, int? Epoch = null) : WorkerMessage;

/// <param name="Source">Camera or screen.</param>
/// <param name="Rids">Of a simulcast: q, h and f, a quarter, half and all of the size; empty when nobody watches. Absent with SVC.</param>
/// <param name="SpatialLayers">Of a scalable stream: so many from the smallest on; 0 when nobody watches. Absent with simulcast.</param>
public sealed record WantedLayers(TrackSource Source, IReadOnlyList<string>? Rids = null, int? SpatialLayers = null);
