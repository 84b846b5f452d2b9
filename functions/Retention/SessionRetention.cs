using Serverless.Functions.Log;
using Serverless.Functions.Quality;
using Serverless.Functions.Sessions;
using Serverless.Functions.Usage;

namespace Serverless.Functions.Retention;

/// <summary>
/// What is left of a session that is over goes in steps: its people and its part of the log first, that it was at all much later.
/// Each step notes the next one before it takes anything away.
/// </summary>
internal sealed class SessionRetention(
    ExpiryCalendar calendar, ParticipationStore people, QualityStore quality, LogStore log, OccupancyStore occupancies,
    SessionList list, UsageStore usage, RetentionOptions kept, TimeProvider time)
{
    /// <summary>
    /// The session is over. Its room's log is looked at as well, so that no entry outlives its time in a room that is used no more.
    /// </summary>
    public async Task BeginAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        var end = session.End ?? time.GetUtcNow();
        await calendar.AddAsync(ExpiryKind.People, session.SessionId, end + kept.People, cancellationToken);
        await calendar.AddAsync(ExpiryKind.Log, session.RoomId, end + kept.Log, cancellationToken);
    }

    public async Task ClearPeopleAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(sessionId, cancellationToken) is { } session)
        {
            await calendar.AddAsync(ExpiryKind.Session, sessionId, session.Start + kept.Sessions, cancellationToken);
        }

        await people.ForgetAsync(sessionId, cancellationToken);
        await quality.ForgetAsync(sessionId, cancellationToken);
    }

    public Task ClearLogAsync(string roomId, CancellationToken cancellationToken) =>
        log.ForgetAsync(roomId, time.GetUtcNow() - kept.Log, cancellationToken);

    /// <summary>The room's record goes last: it tells what else there is.</summary>
    public async Task ClearSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(sessionId, cancellationToken) is { } session)
        {
            await usage.ForgetAsync(session, cancellationToken);
            await list.RemoveAsync(session, cancellationToken);
            await occupancies.ForgetRecordAsync(session.RoomId, sessionId, cancellationToken);
        }
    }

    private async Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        SessionId.RoomOf(sessionId) is { } roomId
            ? await occupancies.FindRecordAsync(roomId, sessionId, cancellationToken)
            : null;
}
