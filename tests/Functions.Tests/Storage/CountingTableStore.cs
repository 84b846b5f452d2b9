using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

/// <summary>Counts what an operation costs: each call is one request to the storage.</summary>
internal sealed class CountingTableStore(ITableStore inner) : ITableStore
{
    private int _gets;
    private int _scans;
    private int _writes;
    private int _transactions;

    /// <summary>Since the last time, and begins anew.</summary>
    public Cost Take() => new(
        Interlocked.Exchange(ref _gets, 0), Interlocked.Exchange(ref _scans, 0), Interlocked.Exchange(ref _writes, 0),
        Interlocked.Exchange(ref _transactions, 0));

    public ITable Table(string name) => new Counted(this, inner.Table(name));

    private sealed class Counted(CountingTableStore store, ITable table) : ITable
    {
        public Task<Row?> GetAsync(string partition, string key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._gets);
            return table.GetAsync(partition, key, cancellationToken);
        }

        public Task<IReadOnlyList<Row>> ScanAsync(
            string partition, RowRange range, int limit, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._scans);
            return table.ScanAsync(partition, range, limit, cancellationToken);
        }

        public Task<string?> InsertAsync(
            string partition, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._writes);
            return table.InsertAsync(partition, key, body, cancellationToken);
        }

        public Task<string?> ReplaceAsync(
            string partition, string key, ReadOnlyMemory<byte> body, string etag, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._writes);
            return table.ReplaceAsync(partition, key, body, etag, cancellationToken);
        }

        public Task<bool> DeleteAsync(string partition, string key, string? etag, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._writes);
            return table.DeleteAsync(partition, key, etag, cancellationToken);
        }

        public Task<TransactionResult> TransactAsync(
            string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._transactions);
            return table.TransactAsync(partition, operations, cancellationToken);
        }
    }
}

internal readonly record struct Cost(int Gets, int Scans, int Writes, int Transactions);
