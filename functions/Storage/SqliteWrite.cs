namespace Serverless.Functions.Storage;

/// <summary>One transaction in the writer's queue.</summary>
internal sealed class SqliteWrite(string table, string partition, IReadOnlyList<TableOperation> operations)
{
    private readonly TaskCompletionSource<SqliteWriteResult> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Table => table;

    public string Partition => partition;

    public IReadOnlyList<TableOperation> Operations => operations;

    /// <summary>Completes once the result is on disk.</summary>
    public Task<SqliteWriteResult> Task => _done.Task;

    public void Complete(SqliteWriteResult result) => _done.TrySetResult(result);

    public void Fail(Exception problem) => _done.TrySetException(problem);
}

/// <param name="FailedOperation">null: all were done.</param>
/// <param name="ETag">Of the last operation's row.</param>
internal readonly record struct SqliteWriteResult(int? FailedOperation, string ETag);
