using Serverless.Contracts.Signaling;
using Serverless.Functions.Retention;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Lobby;

/// <summary>
/// Lets at most <see cref="Max"/> people of a room wait. Exact under any number of callers: each new entry raises the head under
/// its ETag in the same transaction.
/// </summary>
internal sealed class LobbyPlaces(ITableStore store, ExpiryCalendar calendar, TimeProvider time)
{
    public const int Max = 100;

    /// <summary>A decision holds for reloads, not for ever.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string HeadKey = "head";
    private const string EntryPrefix = "e-";

    private readonly ITable _table = store.Table("entries");

    /// <returns>false: there are as many as there may be.</returns>
    public async Task<bool> TryAddAsync(string roomId, LobbyEntry entry, CancellationToken cancellationToken)
    {
        await calendar.AddAsync(ExpiryKind.Lobby, roomId, entry.CreatedAt + Lifetime, cancellationToken);
        while (true)
        {
            var head = await _table.ReadAsync(roomId, HeadKey, LobbyRows.Default.LobbyHead, cancellationToken);
            var open = head?.Value.Open ?? 0;
            if (open >= Max)
            {
                // Read after the head: whoever enters from here on changes it, and the transaction below fails.
                open = await CountAsync(roomId, cancellationToken);
                if (open >= Max)
                {
                    return false;
                }
            }

            var body = LobbyRows.Default.LobbyHead.ToBody(new LobbyHead(open + 1));
            var result = await _table.TransactAsync(
                roomId,
                [
                    head is null ? new TableOperation.Insert(HeadKey, body) : new TableOperation.Replace(HeadKey, body, head.ETag),
                    new TableOperation.Insert(entry.EntryId, LobbyRows.Default.LobbyEntry.ToBody(entry)),
                ],
                cancellationToken);
            if (result.Committed)
            {
                return true;
            }

            // Somebody else came in between: each turn means that one got through.
        }
    }

    public async Task ForgetOldAsync(string roomId, CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix(EntryPrefix);
        await foreach (var row in _table.RowsAsync(roomId, range, int.MaxValue, cancellationToken))
        {
            if (IsOld(LobbyRows.Default.LobbyEntry.FromBody(row.Body)))
            {
                await _table.DeleteAsync(roomId, row.Key, row.ETag, cancellationToken);
            }
        }
    }

    private async Task<int> CountAsync(string roomId, CancellationToken cancellationToken)
    {
        var open = 0;
        await foreach (var row in _table.RowsAsync(
            roomId, RowRange.Prefix(EntryPrefix), int.MaxValue, cancellationToken))
        {
            var entry = LobbyRows.Default.LobbyEntry.FromBody(row.Body);
            if (entry.State == EntryState.Requested && !IsOld(entry))
            {
                open++;
            }
        }

        return open;
    }

    private bool IsOld(LobbyEntry entry) => time.GetUtcNow() - entry.CreatedAt >= Lifetime;
}
