namespace Serverless.Contracts.Internal;

/// <summary>POST /internal/rooms/{roomId}/move on functions, by a draining worker: find the room another worker.</summary>
/// <param name="SessionId">The session the worker holds.</param>
/// <param name="Epoch">The room's epoch on the calling worker.</param>
public sealed record MoveRoomRequest(string SessionId, int Epoch);

/// <param name="Moved">The room is no longer the caller's: appends of its epoch are refused. False: there is no other worker now.</param>
public sealed record MoveRoomResponse(bool Moved);
