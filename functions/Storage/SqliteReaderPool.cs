using System.Collections.Concurrent;

namespace Serverless.Functions.Storage;

/// <summary>A few read connections for any number of callers.</summary>
internal sealed class SqliteReaderPool : IDisposable
{
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private readonly SemaphoreSlim _free;

    public SqliteReaderPool(string connectionString, int size)
    {
        _free = new SemaphoreSlim(size);
        for (var i = 0; i < size; i++)
        {
            _idle.Add(new SqliteReader(connectionString));
        }
    }

    public async ValueTask<Lease> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return _idle.TryTake(out var reader)
            ? new Lease(this, reader)
            : throw new InvalidOperationException("More leases than readers.");
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _free.Dispose();
    }

    internal readonly struct Lease(SqliteReaderPool pool, SqliteReader reader) : IDisposable
    {
        public SqliteReader Reader => reader;

        public void Dispose()
        {
            pool._idle.Add(reader);
            pool._free.Release();
        }
    }
}
