using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>The rows behind a room's session. Which change is right is decided by its callers.</summary>
internal sealed class OccupancyStore(ITableStore store)
{
    private const string CurrentKey = "current";
    private const string SessionPrefix = "s-";

    private readonly ITable _sessions = store.Table("sessions");

    public Task<Stored<Occupancy>?> FindAsync(string roomId, CancellationToken cancellationToken) =>
        _sessions.ReadAsync(roomId, CurrentKey, SessionRows.Default.Occupancy, cancellationToken);

    /// <param name="roomId">The room.</param>
    /// <param name="old">null: it never had a session.</param>
    /// <param name="value">What its occupancy becomes.</param>
    /// <param name="record">A line of its history that comes or changes.</param>
    /// <param name="cancellationToken">Of the call.</param>
    /// <param name="told">The webhook event of this change.</param>
    /// <returns>false: somebody else changed the room's occupancy first.</returns>
    public async Task<bool> ReplaceAsync(
        string roomId, Stored<Occupancy>? old, Occupancy value, SessionRecord? record,
        CancellationToken cancellationToken, TableOperation? told = null)
    {
        var body = SessionRows.Default.Occupancy.ToBody(value);
        var operations = new List<TableOperation>
        {
            old is null
                ? new TableOperation.Insert(CurrentKey, body)
                : new TableOperation.Replace(CurrentKey, body, old.ETag),
        };
        if (record is not null)
        {
            operations.Add(new TableOperation.Put(
                SessionPrefix + record.SessionId, SessionRows.Default.SessionRecord.ToBody(record)));
        }

        if (told is not null)
        {
            operations.Add(told);
        }

        return (await _sessions.TransactAsync(roomId, operations, cancellationToken)).Committed;
    }

    public async Task<SessionRecord?> FindRecordAsync(
        string roomId, string sessionId, CancellationToken cancellationToken)
    {
        var key = SessionPrefix + sessionId;
        if (!TableKey.IsValid(key))
        {
            return null;
        }

        var row = await _sessions.ReadAsync(roomId, key, SessionRows.Default.SessionRecord, cancellationToken);
        return row?.Value;
    }

    public Task ForgetRecordAsync(string roomId, string sessionId, CancellationToken cancellationToken) =>
        _sessions.DeleteAsync(roomId, SessionPrefix + sessionId, null, cancellationToken);

    /// <summary>The room's sessions, newest first.</summary>
    public async Task<IReadOnlyList<SessionRecord>> HistoryAsync(
        string roomId, int limit, CancellationToken cancellationToken)
    {
        var records = new List<SessionRecord>();
        await foreach (var row in _sessions.RowsAsync(roomId, RowRange.Prefix(SessionPrefix), limit, cancellationToken))
        {
            records.Add(SessionRows.Default.SessionRecord.FromBody(row.Body));
        }

        return records;
    }
}
