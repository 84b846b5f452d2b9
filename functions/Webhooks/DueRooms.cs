using System.Collections.Concurrent;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// Lets the sweep find rooms with something to tell. A mark is there before the event is, and outlives it: it is renewed
/// where it is older than <see cref="Renewal"/> and taken away only when older than <see cref="Lifetime"/>, so that an event
/// needs no write for it most of the time.
/// </summary>
internal sealed class DueRooms(ITableStore store, TimeProvider time)
{
    public static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);

    // The rest is for a process that read its clock, stopped, and went on to write the event much later.
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Partition = "due";
    private const int MaxRemembered = 100_000;

    private readonly ITable _table = store.Table("hookrooms");
    private readonly ConcurrentDictionary<string, DateTimeOffset> _marked = new(StringComparer.Ordinal);

    /// <summary>Before an event of the room is written.</summary>
    public async ValueTask MarkAsync(string roomId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_marked.TryGetValue(roomId, out var at) && now - at < Renewal)
        {
            return;
        }

        var row = WebhookRows.Default.DueRoom.ToBody(new DueRoom(now));
        await _table.TransactAsync(Partition, [new TableOperation.Put(roomId, row)], cancellationToken);
        if (_marked.Count >= MaxRemembered)
        {
            _marked.Clear();
        }

        _marked[roomId] = now;
    }

    /// <summary>Nothing was left to tell after <paramref name="mark"/> was read.</summary>
    public Task UnmarkAsync(string roomId, Stored<DueRoom> mark, CancellationToken cancellationToken) =>
        time.GetUtcNow() - mark.Value.At < Lifetime
            ? Task.CompletedTask
            : _table.DeleteAsync(Partition, roomId, mark.ETag, cancellationToken);

    /// <summary>Rooms behind <paramref name="after"/>, by roomId.</summary>
    public async Task<IReadOnlyList<(string RoomId, Stored<DueRoom> Mark)>> ListAsync(
        string after, int limit, CancellationToken cancellationToken)
    {
        // A blank is the lowest character of a key, so this is the first key that can follow.
        var range = new RowRange(after.Length == 0 ? after : after + " ", null);
        var rows = await _table.ScanAsync(Partition, range, limit, cancellationToken);
        return [.. rows.Select(row =>
            (row.Key, new Stored<DueRoom>(WebhookRows.Default.DueRoom.FromBody(row.Body), row.ETag)))];
    }
}
