using Serverless.Functions.Storage;

namespace Serverless.Functions.Sessions;

/// <summary>What the sweep has to look at: sessions that may be live or not yet settled.</summary>
internal sealed class LiveMarks(ITableStore store)
{
    private const string Partition = "live";

    private readonly ITable _table = store.Table("live");

    /// <summary>Before the session opens: a crash in between leaves a superfluous row, which the sweep takes away.</summary>
    public Task SetAsync(string sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _table.InsertAsync(
            Partition, sessionId, SessionRows.Default.LiveMark.ToBody(new LiveMark(now)), cancellationToken);

    public Task ClearAsync(string sessionId, CancellationToken cancellationToken) =>
        _table.DeleteAsync(Partition, sessionId, null, cancellationToken);

    /// <summary>All of them, by session id: those of one room stand together.</summary>
    public async IAsyncEnumerable<(string SessionId, LiveMark Mark)> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.RowsAsync(Partition, RowRange.All, int.MaxValue, cancellationToken))
        {
            yield return (row.Key, SessionRows.Default.LiveMark.FromBody(row.Body));
        }
    }
}
