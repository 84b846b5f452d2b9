namespace Serverless.Functions.Storage;

/// <summary>The rules that every adapter puts in front of its work, so that a call which one refuses no other takes.</summary>
internal static class TableGuard
{
    public static void RequireTable(string name)
    {
        if (name.Length is < 3 or > 63 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("A table's name is 3 to 63 ASCII letters and digits, a letter first.", nameof(name));
        }
    }

    public static void RequireLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TableLimits.MaxScan);
    }

    public static void RequireRow(string partition, string key)
    {
        TableKey.Require(partition);
        TableKey.Require(key);
    }

    public static void RequireBody(ReadOnlyMemory<byte> body)
    {
        if (body.Length > TableLimits.MaxBodyBytes)
        {
            throw new ArgumentException("The row is too large.", nameof(body));
        }
    }

    public static void RequireTransaction(string partition, IReadOnlyList<TableOperation> operations)
    {
        TableKey.Require(partition);
        ArgumentOutOfRangeException.ThrowIfZero(operations.Count, nameof(operations));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operations.Count, TableLimits.MaxOperations, nameof(operations));
        var keys = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        var bytes = 0;
        foreach (var operation in operations)
        {
            TableKey.Require(operation.Key);
            RequireBody(operation.Body);
            bytes += operation.Body.Length;
            if (!keys.Add(operation.Key))
            {
                throw new ArgumentException("A transaction touches a row once.", nameof(operations));
            }
        }

        if (bytes > TableLimits.MaxTransactionBytes)
        {
            throw new ArgumentException("The transaction is too large.", nameof(operations));
        }
    }
}
