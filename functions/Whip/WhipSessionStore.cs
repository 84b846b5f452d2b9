using Serverless.Functions.Retention;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Whip;

internal sealed class WhipSessionStore(ITableStore store, ExpiryCalendar calendar, TimeProvider time)
{
    private const string Key = "session";

    private readonly ITable _table = store.Table("whip");

    /// <param name="id">Unguessable, and new.</param>
    /// <param name="session">What it stands for.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task AddAsync(string id, WhipSession session, CancellationToken cancellationToken)
    {
        await calendar.AddAsync(ExpiryKind.Whip, id, time.GetUtcNow(), cancellationToken);
        await _table.InsertAsync(id, Key, WhipRows.Default.WhipSession.ToBody(session), cancellationToken);
    }

    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        _table.DeleteAsync(id, Key, null, cancellationToken);

    public async Task<Stored<WhipSession>?> FindAsync(string id, CancellationToken cancellationToken) =>
        TableKey.IsValid(id) ? await _table.ReadAsync(id, Key, WhipRows.Default.WhipSession, cancellationToken) : null;

    /// <returns>false: another restart came first.</returns>
    public async Task<bool> ReplaceAsync(
        string id, Stored<WhipSession> old, WhipSession session, CancellationToken cancellationToken) =>
        await _table.ReplaceAsync(id, Key, WhipRows.Default.WhipSession.ToBody(session), old.ETag, cancellationToken)
            is not null;
}
