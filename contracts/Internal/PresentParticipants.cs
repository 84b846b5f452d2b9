using System.Text.Json;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Internal;

/// <summary>
/// GET /internal/rooms/{roomId}/participants?session={sessionId} on functions, by the worker that a room moved to: who was in
/// the room at the move. Empty for a room that did not move.
/// </summary>
public sealed record PresentParticipants(IReadOnlyList<PresentParticipant> Participants);

/// <param name="Ticket">Identity and rights as of the newest join; unsigned, as the answer itself is trusted.</param>
/// <param name="JoinedAt">When this participation began.</param>
/// <param name="Metadata">What others see.</param>
public sealed record PresentParticipant(Ticket Ticket, DateTimeOffset JoinedAt, JsonElement? Metadata = null);
