using System.Runtime.CompilerServices;
using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>Who is, was and is about to be in a session.</summary>
internal sealed class ParticipationStore(ITableStore store, TimeProvider time)
{
    /// <summary>A join that takes longer than this has failed, whatever became of it.</summary>
    public static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);

    private const string PersonPrefix = "p-";
    private const string PresencePrefix = "j-";

    private readonly ITable _table = store.Table("participants");

    public async Task<Participation?> FindAsync(
        string sessionId, string participantId, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(
            sessionId, PersonKey(participantId), SessionRows.Default.Participation, cancellationToken);
        return row?.Value;
    }

    /// <summary>Says that a join is under way, so that nobody ends the session below it.</summary>
    /// <returns>Whether this join stood before: it is a resume, and outlives a failure.</returns>
    public async Task<bool> AnnounceAsync(Ticket ticket, JsonElement? metadata, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (before, _) = await _table.ChangeAsync(
            ticket.SessionId,
            PresencePrefix + ticket.ConnectionKey,
            SessionRows.Default.Presence,
            old => new Presence { At = now, JoinedAt = old?.JoinedAt ?? now, Ticket = ticket, Metadata = metadata },
            cancellationToken);
        return before is not null;
    }

    public Task WithdrawAsync(string sessionId, string connectionKey, CancellationToken cancellationToken) =>
        TableKey.IsValid(PresencePrefix + connectionKey)
            ? _table.DeleteAsync(sessionId, PresencePrefix + connectionKey, null, cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// Makes this join the person's current one. Each caller gets the join it replaced and no other, so among any number
    /// of joins of one identity at the same time exactly the last stays and each of the others is closed by its successor.
    /// </summary>
    public async Task<Participation?> TakeOverAsync(
        string sessionId, Participation participation, CancellationToken cancellationToken)
    {
        var (before, _) = await _table.ChangeAsync(
            sessionId,
            PersonKey(participation.ParticipantId),
            SessionRows.Default.Participation,
            old => old is null ? participation : participation.After(old),
            cancellationToken);
        return before;
    }

    /// <summary>Who was lost is back on the same join; who left or was sent out meanwhile stays out.</summary>
    public Task ReturnAsync(
        string sessionId, string participantId, string connectionKey, CancellationToken cancellationToken) =>
        _table.ChangeAsync(
            sessionId,
            PersonKey(participantId),
            SessionRows.Default.Participation,
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
        await _table.ChangeAsync(
            sessionId,
            PersonKey(participantId),
            SessionRows.Default.Participation,
            person => person is { LeftAt: null } && person.ConnectionKey == connectionKey
                ? person with { LeftAt = at, Reason = reason }
                : null,
            cancellationToken);
        await WithdrawAsync(sessionId, connectionKey, cancellationToken);
    }

    /// <summary>Put out: tickets given so far are worth nothing, whoever holds them.</summary>
    /// <returns>The person as it was; null: there is none.</returns>
    public async Task<Participation?> RemoveAsync(
        string sessionId, string participantId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (before, _) = await _table.ChangeAsync(
            sessionId,
            PersonKey(participantId),
            SessionRows.Default.Participation,
            person => person is null
                ? null
                : person with
                {
                    TokenEpoch = person.TokenEpoch + 1,
                    LeftAt = person.LeftAt ?? at,
                    Reason = LeaveReason.Removed,
                },
            cancellationToken);
        return before;
    }

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
        await foreach (var row in _table.RowsAsync(sessionId, RowRange.Prefix(PersonPrefix), limit, cancellationToken))
        {
            yield return SessionRows.Default.Participation.FromBody(row.Body);
        }
    }

    private async IAsyncEnumerable<Presence> PresencesAsync(
        string sessionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix(PresencePrefix);
        await foreach (var row in _table.RowsAsync(sessionId, range, int.MaxValue, cancellationToken))
        {
            yield return SessionRows.Default.Presence.FromBody(row.Body);
        }
    }

    private static string PersonKey(string participantId) => PersonPrefix + TableKey.Of(participantId);
}
