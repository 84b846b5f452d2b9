namespace Serverless.Functions.Storage;

/// <summary>One named table: checks arguments, then reads on a pooled connection or queues for the one writer.</summary>
internal sealed class SqliteTable(string name, SqliteWriter writer, SqliteReaderPool readers) : ITable
{
    public async Task<Row?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        TableGuard.RequireRow(partition, key);
        using var lease = await readers.RentAsync(cancellationToken);
        return lease.Reader.Get(name, partition, key);
    }

    public async Task<IReadOnlyList<Row>> ScanAsync(
        string partition, RowRange range, int limit, CancellationToken cancellationToken)
    {
        TableKey.Require(partition);
        TableGuard.RequireLimit(limit);
        using var lease = await readers.RentAsync(cancellationToken);
        return lease.Reader.Scan(name, partition, range, limit);
    }

    public async Task<string?> InsertAsync(
        string partition, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await WriteAsync(partition, new TableOperation.Insert(key, body), cancellationToken);

    public async Task<string?> ReplaceAsync(
        string partition, string key, ReadOnlyMemory<byte> body, string etag, CancellationToken cancellationToken) =>
        await WriteAsync(partition, new TableOperation.Replace(key, body, etag), cancellationToken);

    public async Task<bool> DeleteAsync(
        string partition, string key, string? etag, CancellationToken cancellationToken) =>
        await WriteAsync(partition, new TableOperation.Delete(key, etag), cancellationToken) is not null;

    public async Task<TransactionResult> TransactAsync(
        string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        var result = await SubmitAsync(partition, operations, cancellationToken);
        return new TransactionResult(result.FailedOperation);
    }

    private async Task<string?> WriteAsync(
        string partition, TableOperation operation, CancellationToken cancellationToken)
    {
        var result = await SubmitAsync(partition, [operation], cancellationToken);
        return result.FailedOperation is null ? result.ETag : null;
    }

    private Task<SqliteWriteResult> SubmitAsync(
        string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        TableGuard.RequireTransaction(partition, operations);
        return writer.SubmitAsync(new SqliteWrite(name, partition, operations), cancellationToken);
    }
}
