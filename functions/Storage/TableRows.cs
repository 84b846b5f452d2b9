using System.Runtime.CompilerServices;

namespace Serverless.Functions.Storage;

/// <summary>Whole ranges, a scan at a time.</summary>
internal static class TableRows
{
    /// <summary>The rows of a range by their keys, at most <paramref name="limit"/>.</summary>
    public static async IAsyncEnumerable<Row> RowsAsync(
        this ITable table, string partition, RowRange range, int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (limit > 0)
        {
            var size = Math.Min(limit, TableLimits.MaxScan);
            var rows = await table.ScanAsync(partition, range, size, cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < size)
            {
                yield break;
            }

            limit -= size;
            // A blank is the lowest character of a key, so this is the first key that can follow.
            range = range with { From = rows[^1].Key + " " };
        }
    }

    /// <summary>Deletes the rows of a range. Where somebody else deletes too, it is done when all are gone.</summary>
    public static async Task ClearAsync(
        this ITable table, string partition, RowRange range, CancellationToken cancellationToken)
    {
        while (await table.ScanAsync(
            partition, range, TableLimits.MaxOperations, cancellationToken) is { Count: > 0 } rows)
        {
            await table.TransactAsync(
                partition, [.. rows.Select(row => new TableOperation.Delete(row.Key, row.ETag))], cancellationToken);
        }
    }
}
