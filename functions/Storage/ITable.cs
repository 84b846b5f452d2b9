namespace Serverless.Functions.Storage;

/// <summary>
/// Durable rows by partition and key, with the semantics that both Azure Tables and SQLite can give: a write is durable
/// when its task completes, a read sees every write completed before it, rows carry an ETag that changes with each write.
/// Keys follow <see cref="TableKey"/>; a body has at most <see cref="TableLimits.MaxBodyBytes"/>, the bodies of a
/// transaction <see cref="TableLimits.MaxTransactionBytes"/>. Writes throw <see cref="UnknownOutcomeException"/> where the
/// service did not answer and nobody can tell what it did.
/// </summary>
internal interface ITable
{
    Task<Row?> GetAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="limit"/> rows (1 to 1,000) of the range, by ordinal order of their keys.</summary>
    Task<IReadOnlyList<Row>> ScanAsync(
        string partition, RowRange range, int limit, CancellationToken cancellationToken);

    /// <returns>The new ETag; null: there is such a row already.</returns>
    Task<string?> InsertAsync(
        string partition, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <returns>The new ETag; null: the row changed or is gone.</returns>
    Task<string?> ReplaceAsync(
        string partition, string key, ReadOnlyMemory<byte> body, string etag, CancellationToken cancellationToken);

    /// <param name="etag">null: whatever its state.</param>
    /// <returns>
    /// false: the row changed or is gone. Where the service did not answer at first, true may come to two callers of the
    /// same row: a delete is no way to decide who is first.
    /// </returns>
    Task<bool> DeleteAsync(string partition, string key, string? etag, CancellationToken cancellationToken);

    /// <summary>All of 1 to 100 operations on different keys of one partition, or none.</summary>
    Task<TransactionResult> TransactAsync(
        string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken);
}
