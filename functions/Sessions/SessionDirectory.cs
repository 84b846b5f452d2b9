using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>What a back end reads about sessions and the people in them.</summary>
internal sealed class SessionDirectory(
    RoomStore rooms, RoomAccess access, OccupancyStore occupancies, SessionList list, ParticipationStore participations,
    SessionShape shape)
{
    /// <summary>Of each session in a list; the participants' own pages show everybody.</summary>
    private const int MaxShown = 100;

    public async Task<SessionPage> ListAsync(
        ApiCaller caller, SessionFilter filter, Paging paging, CancellationToken cancellationToken)
    {
        var all = await FindAllAsync(caller, filter, cancellationToken);
        var page = new List<SessionResponse>();
        foreach (var record in paging.Of(all))
        {
            var room = await rooms.GetAsync(record.RoomId, cancellationToken);
            var people = await PeopleAsync(record, MaxShown, cancellationToken);
            page.Add(shape.Of(record, room?.CustomRoomId, [.. people.Select(person => SessionShape.Of(person, record))]));
        }

        return new SessionPage(paging.Info(all.Count), page);
    }

    public async Task<Outcome<SessionResponse>> GetAsync(
        ApiCaller caller, string sessionId, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, sessionId, cancellationToken);
        if (found.Failed)
        {
            return found.Failure;
        }

        var (room, record) = found.Value;
        var people = await PeopleAsync(record, MaxShown, cancellationToken);
        return shape.Of(record, room.CustomRoomId, [.. people.Select(person => SessionShape.Of(person, record))]);
    }

    /// <param name="caller">Whose session it must be.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="onlyActive">Those who are there now; false: everybody who ever was.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Outcome<SessionParticipantsPage>> ParticipantsAsync(
        ApiCaller caller, string sessionId, bool onlyActive, Paging paging, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, sessionId, cancellationToken);
        if (found.Failed)
        {
            return found.Failure;
        }

        var (room, record) = found.Value;
        var people = await PeopleAsync(record, Paging.MaxListed, cancellationToken);
        if (onlyActive)
        {
            people = record.End is null ? [.. people.Where(person => person.LeftAt is null)] : [];
        }

        var page = paging.Of(people).Select(person => SessionShape.Of(person, record));
        return new SessionParticipantsPage(
            paging.Info(people.Count), shape.Of(record, room.CustomRoomId, [.. page]));
    }

    public async Task<Outcome<SessionParticipant>> ParticipantAsync(
        ApiCaller caller, string sessionId, string participantId, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, sessionId, cancellationToken);
        if (found.Failed)
        {
            return found.Failure;
        }

        return await participations.FindAsync(sessionId, participantId, cancellationToken) is { } person
            ? SessionShape.Of(person, found.Value.Record)
            : ParticipantNotFound;
    }

    /// <summary>A session of the caller's tenant; another's is not found, as one that never was.</summary>
    public async Task<Outcome<FoundSession>> FindAsync(
        ApiCaller caller, string sessionId, CancellationToken cancellationToken)
    {
        if (SessionId.RoomOf(sessionId) is not { } roomId
            || await rooms.GetAsync(roomId, cancellationToken) is not { } room || room.TenantId != caller.TenantId
            || await occupancies.FindRecordAsync(roomId, sessionId, cancellationToken) is not { } record)
        {
            return SessionNotFound;
        }

        return caller.RefuseRoom(room) is { } refused ? refused : new FoundSession(room, record);
    }

    public static Failure SessionNotFound { get; } =
        new(404, ProblemCodes.SessionNotFound, "There is no such session.");

    public static Failure ParticipantNotFound { get; } =
        new(404, ProblemCodes.ParticipantNotFound, "There is no such participant in this session.");

    private async Task<IReadOnlyList<SessionRecord>> FindAllAsync(
        ApiCaller caller, SessionFilter filter, CancellationToken cancellationToken)
    {
        IReadOnlyList<SessionRecord> candidates;
        if ((filter.Room ?? caller.RoomId) is { } id)
        {
            // As in VideoSDK, a room that does not exist had no sessions.
            var room = await access.FindAsync(caller, id, cancellationToken);
            candidates = room.Failed
                ? []
                : await occupancies.HistoryAsync(room.Value.RoomId, Paging.MaxListed, cancellationToken);
        }
        else
        {
            candidates = await list.ReadAsync(caller.TenantId, filter.First, filter.Last, cancellationToken);
        }

        return [.. candidates.Where(filter.Allows)];
    }

    /// <summary>By their first join.</summary>
    private async Task<IReadOnlyList<Participation>> PeopleAsync(
        SessionRecord session, int limit, CancellationToken cancellationToken)
    {
        var people = new List<Participation>();
        await foreach (var person in participations.PeopleAsync(session.SessionId, limit, cancellationToken))
        {
            people.Add(person with { Metadata = null });
        }

        return [.. people.OrderBy(person => person.Stays[0].Start)];
    }
}

/// <summary>A session and its room.</summary>
internal sealed record FoundSession(Room Room, SessionRecord Record);
