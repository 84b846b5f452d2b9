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
}
