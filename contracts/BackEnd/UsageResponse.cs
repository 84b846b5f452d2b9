namespace Serverless.Contracts.BackEnd;

/// <summary>
/// GET /v2/usage?from=2026-11-01&amp;to=2026-11-30&amp;roomId=…, also GET /manage/tenants/{tenantId}/usage: time spent in sessions
/// that are over. A session counts once, on the day (UTC) that it began.
/// </summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day; at most 366 days.</param>
/// <param name="RoomId">Absent: all rooms.</param>
/// <param name="Total">Of all days.</param>
/// <param name="Days">Those with sessions, oldest first.</param>
public sealed record UsageResponse(
    DateOnly From, DateOnly To, UsageTotal Total, IReadOnlyList<UsageDay> Days, string? RoomId = null);

/// <param name="Sessions">That are over.</param>
/// <param name="Participants">Different people per session, added up.</param>
/// <param name="ParticipantMinutes">Time in the room, added up over people, with its fraction.</param>
public sealed record UsageTotal(long Sessions, long Participants, double ParticipantMinutes);

public sealed record UsageDay(DateOnly Date, long Sessions, long Participants, double ParticipantMinutes);
