using System.Globalization;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Retention;

/// <summary>What is to be swept on which day: old rows are found by it, and no table is searched for them.</summary>
internal sealed class ExpiryCalendar(ITableStore store)
{
    private const string StatePartition = "state";
    private const string CursorKey = "cursor";

    private readonly ITable _table = store.Table("expiries");

    /// <summary>Saying the same twice is saying it once.</summary>
    public Task AddAsync(ExpiryKind kind, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var expiry = new Expiry(kind, id);
        return _table.TransactAsync(
            Partition(DayOf(at)),
            [new TableOperation.Put(Key(expiry), RetentionRows.Default.Expiry.ToBody(expiry))],
            cancellationToken);
    }

    public async Task<IReadOnlyList<Expiry>> PageAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        var rows = await _table.ScanAsync(Partition(day), RowRange.All, limit, cancellationToken);
        return [.. rows.Select(row => RetentionRows.Default.Expiry.FromBody(row.Body))];
    }

    public Task RemoveAsync(DateOnly day, Expiry expiry, CancellationToken cancellationToken) =>
        _table.DeleteAsync(Partition(day), Key(expiry), null, cancellationToken);

    /// <returns>The first day that is not cleared; null: none ever was.</returns>
    public async Task<DateOnly?> CursorAsync(CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(
            StatePartition, CursorKey, RetentionRows.Default.ExpiryCursor, cancellationToken);
        return row?.Value.Day;
    }

    public Task MoveCursorAsync(DateOnly day, CancellationToken cancellationToken) => _table.ChangeAsync(
        StatePartition, CursorKey, RetentionRows.Default.ExpiryCursor,
        old => old is null || old.Day < day ? new ExpiryCursor(day) : null, cancellationToken);

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private static string Partition(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Key(Expiry expiry) => $"{expiry.Kind}-{expiry.Id}";
}
