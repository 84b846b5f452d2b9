using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Serverless.Functions.Storage;

/// <summary>
/// The one writer of the file. It commits what has queued up together: one disk flush (<c>synchronous=FULL</c>) for many
/// callers, so thousands of parallel writes cost little more than one, and a caller is answered only after the flush.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Bounds how long the first of a batch waits for the rest, and the memory that a stalled disk can pile up.
    private const int MaxBatch = 256;
    private const int MaxQueued = 16_384;

    private readonly Channel<SqliteWrite> _queue = Channel.CreateBounded<SqliteWrite>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true });

    private readonly SqliteConnection _connection;
    private readonly SqliteWriteStatements _statements;
    private readonly Task _loop;

    public SqliteWriter(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        SqliteSchema.Create(_connection);
        _statements = new SqliteWriteStatements(_connection);
        _loop = Task.Run(RunAsync);
    }

    public async Task<SqliteWriteResult> SubmitAsync(SqliteWrite write, CancellationToken cancellationToken)
    {
        await _queue.Writer.WriteAsync(write, cancellationToken);
        return await write.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _statements.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<(SqliteWrite Write, SqliteWriteResult Result)>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<(SqliteWrite Write, SqliteWriteResult Result)> batch)
    {
        SqliteWrite? current = null;
        try
        {
            _statements.Begin();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out current))
            {
                batch.Add((current, _statements.Apply(current)));
            }

            _statements.Commit();
        }
        catch (Exception problem)
        {
            // Nothing of the batch is on disk. The callers are told; the loop lives on for the next batch.
            _statements.Rollback();
            current?.Fail(problem);
            foreach (var (write, _) in batch)
            {
                write.Fail(problem);
            }

            return;
        }

        foreach (var (write, result) in batch)
        {
            write.Complete(result);
        }
    }
}
