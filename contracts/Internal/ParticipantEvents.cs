using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Internal;

/// <summary>POST /internal/rooms/{roomId}/participants on functions: who left, and whether the room is empty now.</summary>
/// <param name="SessionId">The session these belong to.</param>
/// <param name="Left">Joins that ended; repeating one changes nothing.</param>
/// <param name="Empty">The worker holds nobody of this room; functions end the session if no join is under way.</param>
/// <param name="Epoch">Of the room on this worker; functions ignore what a worker says of a room that has moved on.</param>
public sealed record ParticipantEvents(
    string SessionId, IReadOnlyList<ParticipantLeft> Left, bool Empty, int? Epoch = null);

public sealed record ParticipantLeft(string ConnectionKey, string ParticipantId, DateTimeOffset At, LeaveReason Reason);

/// <param name="SessionEnded">The session is over: the worker forgets the room.</param>
public sealed record ParticipantEventsResponse(bool SessionEnded);
