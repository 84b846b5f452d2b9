using System.Runtime.CompilerServices;
using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>Who is, was and is about to be in a session.</summary>
internal sealed class ParticipationStore(ITableStore store, PersonTelling telling, TimeProvider time)
{
    /// <summary>A join that takes longer than this has failed, whatever became of it.</summary>
    public static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);

    private const string PersonPrefix = "p-";
    private const string PresencePrefix = "j-";

    private readonly ITable _table = store.Table("sessions");

    public async Task<Participation?> FindAsync(
        string sessionId, string participantId, CancellationToken cancellationToken) =>
        (await FindRowAsync(sessionId, participantId, cancellationToken))?.Value;

    public Task<Stored<Participation>?> FindRowAsync(
        string sessionId, string participantId, CancellationToken cancellationToken) => _table.ReadAsync(
        RoomOf(sessionId), PersonKey(sessionId, participantId), SessionRows.Default.Participation, cancellationToken);

    /// <summary>Says that a join is under way, so that nobody ends the session below it.</summary>
    /// <param name="ticket">Of the join.</param>
    /// <param name="metadata">The person's.</param>
    /// <param name="isResume">false: the join is new, and so is its connection key.</param>
    /// <param name="cancellationToken">Of the call.</param>
    /// <returns>Whether this join stood before: it is a resume, and outlives a failure.</returns>
    public async Task<bool> AnnounceAsync(
        Ticket ticket, JsonElement? metadata, bool isResume, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!isResume)
        {
            var presence = new Presence { At = now, JoinedAt = now, Ticket = ticket, Metadata = metadata };
            await _table.InsertAsync(
                RoomOf(ticket.SessionId),
                PresenceKey(ticket.SessionId, ticket.ConnectionKey),
                SessionRows.Default.Presence.ToBody(presence),
                cancellationToken);
            return false;
        }

        var (before, _) = await _table.ChangeAsync(
            RoomOf(ticket.SessionId),
            PresenceKey(ticket.SessionId, ticket.ConnectionKey),
            SessionRows.Default.Presence,
            old => new Presence { At = now, JoinedAt = old?.JoinedAt ?? now, Ticket = ticket, Metadata = metadata },
            cancellationToken);
        return before is not null;
    }

    public Task WithdrawAsync(string sessionId, string connectionKey, CancellationToken cancellationToken) =>
        TableKey.IsValid(PresenceKey(sessionId, connectionKey))
            ? _table.DeleteAsync(
                RoomOf(sessionId), PresenceKey(sessionId, connectionKey), null, cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// Makes this join the person's current one. Each caller gets the join it replaced and no other, so among any number
    /// of joins of one identity at the same time exactly the last stays and each of the others is closed by its successor.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="participation">What the person's row becomes.</param>
    /// <param name="known">The row as it was read a moment ago: where it is still so, it need not be read again.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public Task<Participation?> TakeOverAsync(
        string sessionId, Participation participation, Stored<Participation>? known, CancellationToken cancellationToken) =>
        ChangeAsync(
            sessionId,
            participation.ParticipantId,
            isKnown: true,
            known,
            old => old is null ? participation : participation.After(old),
            cancellationToken);

    /// <summary>Who was lost is back on the same join; who left or was sent out meanwhile stays out.</summary>
    public Task ReturnAsync(
        string sessionId, string participantId, string connectionKey, CancellationToken cancellationToken) =>
        ChangeAsync(
            sessionId,
            participantId,
            person => person is { LeftAt: not null } && person.Reason == LeaveReason.ConnectionLost
                && person.ConnectionKey == connectionKey
                ? person with { LeftAt = null, Reason = null }
                : null,
            cancellationToken);

    /// <summary>This join is over; repeating it, or naming a join that was replaced, changes nothing.</summary>
    public async Task LeaveAsync(
        string sessionId, string participantId, string connectionKey, DateTimeOffset at, LeaveReason reason,
        CancellationToken cancellationToken)
    {
        await ChangeAsync(
            sessionId,
            participantId,
            person => person is { LeftAt: null } && person.ConnectionKey == connectionKey
                ? person with { LeftAt = at, Reason = reason }
                : null,
            cancellationToken);
        await WithdrawAsync(sessionId, connectionKey, cancellationToken);
    }

    /// <summary>Put out: tickets given so far are worth nothing, whoever holds them.</summary>
    /// <returns>The person as it was; null: there is none.</returns>
    public Task<Participation?> RemoveAsync(
        string sessionId, string participantId, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(
            sessionId,
            participantId,
            person => person is null
                ? null
                : person with
                {
                    TokenEpoch = person.TokenEpoch + 1,
                    LeftAt = person.LeftAt ?? at,
                    Reason = LeaveReason.Removed,
                },
            cancellationToken);

    /// <summary>Whether somebody may be on the way to a worker that has not seen them yet.</summary>
    public async Task<bool> AnyUnderWayAsync(string sessionId, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() - JoinLimit;
        await foreach (var presence in PresencesAsync(sessionId, cancellationToken))
        {
            if (presence.At > deadline)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Joins that stand and began before <paramref name="moment"/>.</summary>
    public async Task<IReadOnlyList<PresentParticipant>> PresentSinceBeforeAsync(
        string sessionId, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var present = new List<PresentParticipant>();
        await foreach (var presence in PresencesAsync(sessionId, cancellationToken))
        {
            if (presence.JoinedAt <= moment)
            {
                present.Add(new PresentParticipant(presence.Ticket, presence.JoinedAt, presence.Metadata));
            }
        }

        return present;
    }

    /// <summary>Everybody who ever was in the session, at most <paramref name="limit"/>.</summary>
    public async IAsyncEnumerable<Participation> PeopleAsync(
        string sessionId, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.RowsAsync(
            RoomOf(sessionId), RowRange.Prefix($"{PersonPrefix}{sessionId}-"), limit, cancellationToken))
        {
            yield return SessionRows.Default.Participation.FromBody(row.Body);
        }
    }

    /// <summary>Who was in the session, and all traces of joins.</summary>
    public async Task ForgetAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _table.ClearAsync(RoomOf(sessionId), RowRange.Prefix($"{PersonPrefix}{sessionId}-"), cancellationToken);
        await _table.ClearAsync(RoomOf(sessionId), RowRange.Prefix($"{PresencePrefix}{sessionId}-"), cancellationToken);
    }

    private async IAsyncEnumerable<Presence> PresencesAsync(
        string sessionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix($"{PresencePrefix}{sessionId}-");
        await foreach (var row in _table.RowsAsync(RoomOf(sessionId), range, int.MaxValue, cancellationToken))
        {
            yield return SessionRows.Default.Presence.FromBody(row.Body);
        }
    }

    private Task<Participation?> ChangeAsync(
        string sessionId, string participantId, Func<Participation?, Participation?> change,
        CancellationToken cancellationToken) =>
        ChangeAsync(sessionId, participantId, isKnown: false, known: null, change, cancellationToken);

    /// <summary>As <see cref="TableJson.ChangeAsync"/>, with what webhooks tell of it in the same transaction.</summary>
    /// <returns>The person before.</returns>
    private async Task<Participation?> ChangeAsync(
        string sessionId, string participantId, bool isKnown, Stored<Participation>? known,
        Func<Participation?, Participation?> change, CancellationToken cancellationToken)
    {
        var (roomId, key) = (RoomOf(sessionId), PersonKey(sessionId, participantId));
        while (true)
        {
            var stored = isKnown
                ? known
                : await _table.ReadAsync(roomId, key, SessionRows.Default.Participation, cancellationToken);
            isKnown = false;
            if (change(stored?.Value) is not { } wanted)
            {
                return stored?.Value;
            }

            var (after, told) = await telling.TellAsync(roomId, sessionId, stored?.Value, wanted, cancellationToken);
            var body = SessionRows.Default.Participation.ToBody(after);
            TableOperation person = stored is null
                ? new TableOperation.Insert(key, body)
                : new TableOperation.Replace(key, body, stored.ETag);
            if ((await _table.TransactAsync(roomId, [person, .. told], cancellationToken)).Committed)
            {
                telling.Committed(roomId, told);
                return stored?.Value;
            }

            // Another writer came between: each turn means that one got through.
        }
    }

    // A session of no room was never opened, and has no rows.
    private static string RoomOf(string sessionId) => SessionId.RoomOf(sessionId) ?? sessionId;

    private static string PersonKey(string sessionId, string participantId) =>
        $"{PersonPrefix}{sessionId}-{TableKey.Of(participantId)}";

    private static string PresenceKey(string sessionId, string connectionKey) =>
        $"{PresencePrefix}{sessionId}-{connectionKey}";
}
