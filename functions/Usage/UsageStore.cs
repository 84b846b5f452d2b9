using System.Globalization;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Usage;

internal sealed class UsageStore(ITableStore store)
{
    private const string SessionPrefix = "s-";
    private const string DayFormat = "yyyyMMdd";

    private readonly ITable _table = store.Table("usage");

    /// <summary>Counts a session, once.</summary>
    public async Task AddAsync(SessionRecord session, UsageRow usage, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(session.Start.UtcDateTime);
        while (true)
        {
            TableOperation[] operations =
            [
                new TableOperation.Insert(SessionPrefix + session.SessionId, UsageRows.Default.UsageRow.ToBody(usage)),
                await PlusAsync(session.TenantId, Key(null, day), usage, cancellationToken),
                await PlusAsync(session.TenantId, Key(session.RoomId, day), usage, cancellationToken),
            ];
            var result = await _table.TransactAsync(session.TenantId, operations, cancellationToken);
            // The session's own row: it was counted before. A sum: somebody counted another one, so look again.
            if (result.Committed || result.FailedOperation == 0)
            {
                return;
            }
        }
    }

    /// <param name="tenantId">Whose.</param>
    /// <param name="roomId">null: all rooms.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<IReadOnlyList<(DateOnly Day, UsageRow Usage)>> ReadAsync(
        string tenantId, string? roomId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var days = new List<(DateOnly, UsageRow)>();
        // A tilde follows every digit.
        var range = new RowRange(Key(roomId, from), Key(roomId, to) + "~");
        await foreach (var row in _table.RowsAsync(tenantId, range, TableLimits.MaxScan, cancellationToken))
        {
            var day = DateOnly.ParseExact(row.Key[^DayFormat.Length..], DayFormat, CultureInfo.InvariantCulture);
            days.Add((day, UsageRows.Default.UsageRow.FromBody(row.Body)));
        }

        return days;
    }

    /// <summary>A session and the sums of the day on which it began.</summary>
    public async Task ForgetAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(session.Start.UtcDateTime);
        foreach (var key in (string[])[Key(null, day), Key(session.RoomId, day), SessionPrefix + session.SessionId])
        {
            await _table.DeleteAsync(session.TenantId, key, null, cancellationToken);
        }
    }

    private static string Key(string? roomId, DateOnly day)
    {
        var date = day.ToString(DayFormat, CultureInfo.InvariantCulture);
        return roomId is null ? $"d-{date}" : $"r-{roomId}-{date}";
    }

    private async Task<TableOperation> PlusAsync(
        string tenantId, string key, UsageRow usage, CancellationToken cancellationToken)
    {
        var stored = await _table.ReadAsync(tenantId, key, UsageRows.Default.UsageRow, cancellationToken);
        var body = UsageRows.Default.UsageRow.ToBody((stored?.Value ?? UsageRow.Nothing).Plus(usage));
        return stored is null
            ? new TableOperation.Insert(key, body)
            : new TableOperation.Replace(key, body, stored.ETag);
    }
}
