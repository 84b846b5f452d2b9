using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Serverless.Functions.Storage;

/// <summary>All tables in one SQLite file: the embedded default, for a laptop or a single small server.</summary>
internal sealed class SqliteTableStore : ITableStore, IAsyncDisposable
{
    private readonly SqliteWriter _writer;
    private readonly SqliteReaderPool _readers;
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);

    public SqliteTableStore(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        _writer = new SqliteWriter(connectionString);
        _readers = new SqliteReaderPool(connectionString, Math.Max(2, Environment.ProcessorCount));
    }

    public ITable Table(string name)
    {
        TableGuard.RequireTable(name);
        return _tables.GetOrAdd(name, n => new SqliteTable(n, _writer, _readers));
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
