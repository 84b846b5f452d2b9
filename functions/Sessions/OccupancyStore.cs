using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>The rows behind a room's session. Which change is right is decided by its callers.</summary>
internal sealed class OccupancyStore(ITableStore store)
{
    private const string CurrentKey = "current";
    private const string SessionPrefix = "s-";
    private const string LivePartition = "live";

    private readonly ITable _sessions = store.Table("sessions");
    private readonly ITable _live = store.Table("live");

    public Task<Stored<Occupancy>?> FindAsync(string roomId, CancellationToken cancellationToken) =>
        _sessions.ReadAsync(roomId, CurrentKey, SessionRows.Default.Occupancy, cancellationToken);

    /// <returns>false: somebody else changed the room's occupancy first.</returns>
    public async Task<bool> ReplaceAsync(
        string roomId, Stored<Occupancy>? old, Occupancy value, SessionRecord? record,
        CancellationToken cancellationToken)
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

    /// <summary>Before the session opens: a crash in between leaves a superfluous row, which the sweep takes away.</summary>
    public Task MarkLiveAsync(string roomId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = SessionRows.Default.LiveRoom.ToBody(new LiveRoom(now));
        return _live.TransactAsync(LivePartition, [new TableOperation.Put(roomId, row)], cancellationToken);
    }

    /// <summary>Only if nothing was about to open there since <paramref name="mark"/> was read.</summary>
    public Task UnmarkLiveAsync(string roomId, Stored<LiveRoom> mark, CancellationToken cancellationToken) =>
        _live.DeleteAsync(LivePartition, roomId, mark.ETag, cancellationToken);

    /// <summary>Rooms behind <paramref name="after"/> that may have a live session, by roomId.</summary>
    public async Task<IReadOnlyList<(string RoomId, Stored<LiveRoom> Mark)>> ListLiveAsync(
        string after, CancellationToken cancellationToken)
    {
        // A blank is the lowest character of a key, so this is the first key that can follow.
        var range = new RowRange(after.Length == 0 ? after : after + " ", null);
        var rows = await _live.ScanAsync(LivePartition, range, TableLimits.MaxScan, cancellationToken);
        return [.. rows.Select(row =>
            (row.Key, new Stored<LiveRoom>(SessionRows.Default.LiveRoom.FromBody(row.Body), row.ETag)))];
    }
}
