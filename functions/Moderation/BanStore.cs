using Serverless.Functions.Retention;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Moderation;

/// <summary>Who may not come back to a room.</summary>
internal sealed class BanStore(ITableStore store, ExpiryCalendar calendar, RetentionOptions kept)
{
    private const string PersonPrefix = "p-";
    private const string TokenPrefix = "t-";

    private readonly ITable _table = store.Table("bans");

    public async Task<Ban?> FindAsync(string roomId, string participantId, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(roomId, PersonKey(participantId), BanRows.Default.Ban, cancellationToken);
        return row?.Value;
    }

    public async Task<bool> IsTokenBannedAsync(string roomId, string tokenId, CancellationToken cancellationToken) =>
        await _table.GetAsync(roomId, TokenPrefix + tokenId, cancellationToken) is not null;

    /// <summary>Only ever takes more away: a later removal does not lift a ban.</summary>
    public async Task AddAsync(string roomId, Ban ban, CancellationToken cancellationToken)
    {
        // Also covers the token that may follow: it is of the same day, and looked at again where it is of the next.
        await calendar.AddAsync(ExpiryKind.Removals, roomId, ban.At + kept.Removals, cancellationToken);
        await _table.ChangeAsync(
            roomId,
            PersonKey(ban.ParticipantId),
            BanRows.Default.Ban,
            old => old is null
                ? ban
                : ban with { TokensUntil = Math.Max(old.TokensUntil, ban.TokensUntil), Banned = old.Banned || ban.Banned },
            cancellationToken);
    }

    public Task AddTokenAsync(
        string roomId, string tokenId, DateTimeOffset now, CancellationToken cancellationToken) => _table.TransactAsync(
        roomId,
        [new TableOperation.Put(TokenPrefix + tokenId, BanRows.Default.TokenBan.ToBody(new TokenBan(now)))],
        cancellationToken);

    /// <summary>New tokens are good again; those from before stay refused.</summary>
    /// <returns>false: there is no ban.</returns>
    public async Task<bool> LiftAsync(
        string roomId, string participantId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await calendar.AddAsync(ExpiryKind.Removals, roomId, now + kept.Removals, cancellationToken);
        var (before, _) = await _table.ChangeAsync(
            roomId,
            PersonKey(participantId),
            BanRows.Default.Ban,
            ban => ban is { Banned: true } ? ban with { Banned = false } : null,
            cancellationToken);
        return before is { Banned: true };
    }

    /// <summary>At most <paramref name="limit"/> rows are looked at.</summary>
    public async Task<IReadOnlyList<Ban>> ListAsync(string roomId, int limit, CancellationToken cancellationToken)
    {
        var bans = new List<Ban>();
        await foreach (var row in _table.RowsAsync(roomId, RowRange.Prefix(PersonPrefix), limit, cancellationToken))
        {
            if (BanRows.Default.Ban.FromBody(row.Body) is { Banned: true } ban)
            {
                bans.Add(ban);
            }
        }

        return bans;
    }

    /// <summary>Removals and tokens from before a moment; bans stay until they are lifted.</summary>
    public async Task ForgetRemovalsAsync(string roomId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (var row in _table.RowsAsync(roomId, RowRange.All, int.MaxValue, cancellationToken))
        {
            var isOver = row.Key.StartsWith(TokenPrefix, StringComparison.Ordinal)
                ? BanRows.Default.TokenBan.FromBody(row.Body).At < before
                : BanRows.Default.Ban.FromBody(row.Body) is { Banned: false } removal && removal.At < before;
            if (isOver)
            {
                // Somebody put out once more meanwhile: the row changed, and stays.
                await _table.DeleteAsync(roomId, row.Key, row.ETag, cancellationToken);
            }
        }
    }

    private static string PersonKey(string participantId) => PersonPrefix + TableKey.Of(participantId);
}
