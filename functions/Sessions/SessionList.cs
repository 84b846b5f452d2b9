using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>The sessions of each tenant, newest first. The room's own history is the truth; this follows it.</summary>
internal sealed class SessionList(ITableStore store)
{
    private readonly ITable _table = store.Table("sessionlist");

    public Task PutAsync(SessionRecord record, CancellationToken cancellationToken) => _table.TransactAsync(
        record.TenantId,
        [
            new TableOperation.Put(
                Key(record),
                SessionRows.Default.SessionRecord.ToBody(record)),
        ],
        cancellationToken);

    /// <summary>For a session whose opening died half way; one that is listed stays as it is.</summary>
    public Task AddAsync(SessionRecord record, CancellationToken cancellationToken) => _table.InsertAsync(
        record.TenantId, Key(record), SessionRows.Default.SessionRecord.ToBody(record), cancellationToken);

    /// <param name="tenantId">Whose.</param>
    /// <param name="first">Started then or later; null: from the beginning.</param>
    /// <param name="last">Started then or earlier; null: up to now.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<IReadOnlyList<SessionRecord>> ReadAsync(
        string tenantId, DateTimeOffset? first, DateTimeOffset? last, CancellationToken cancellationToken)
    {
        var records = new List<SessionRecord>();
        var range = NewestFirst.Range(first, last);
        await foreach (var row in _table.RowsAsync(tenantId, range, Paging.MaxListed, cancellationToken))
        {
            records.Add(SessionRows.Default.SessionRecord.FromBody(row.Body));
        }

        return records;
    }

    public Task RemoveAsync(SessionRecord record, CancellationToken cancellationToken) =>
        _table.DeleteAsync(record.TenantId, Key(record), null, cancellationToken);

    private static string Key(SessionRecord record) => $"{NewestFirst.Key(record.Start)}-{record.SessionId}";
}
