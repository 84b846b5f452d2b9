using Azure;
using Serverless.Functions.PubSub;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Moderation;

/// <summary>
/// People who were put out and may still hold a Web PubSub address. The service takes no address back, and a socket outlives the
/// address it was opened with: so each sweep closes what they opened since the last, until no address opens anything.
/// </summary>
internal sealed class ShutOuts(
    ITableStore store, IPubSubClient pubSub, TimeProvider time, ILogger<ShutOuts> logger)
{
    /// <summary>How long Web PubSub takes an address after its end, with a minute for the call that was about to give one out.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(6);

    private const string Partition = "out";
    private const string Reason = "The participation has ended.";
    private const int MaxAtOnce = 8;
    private const int MaxEach = 10_000;

    private readonly ITable _table = store.Table("shutouts");

    public Task AddAsync(string connectionKey, CancellationToken cancellationToken)
    {
        var row = new ShutOut(time.GetUtcNow() + ParticipantAccess.Lifetime + Leeway);
        return _table.TransactAsync(
            Partition, [new TableOperation.Put(connectionKey, BanRows.Default.ShutOut.ToBody(row))], cancellationToken);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                _table.RowsAsync(Partition, RowRange.All, MaxEach, cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
                async (row, cancellation) => await CloseAsync(row, cancellation));
        }
        catch (Exception problem) when (problem is RequestFailedException or AggregateException)
        {
            // The service is down for the others, too. Their rows stay, and with them the next sweep's try.
            logger.ShutOutsStayOpen(problem.GetType().Name);
        }
    }

    private async Task CloseAsync(Row row, CancellationToken cancellationToken)
    {
        // Looked at before the call: once no address opens anything, one more call closes the last there is.
        var isLast = BanRows.Default.ShutOut.FromBody(row.Body).Until <= time.GetUtcNow();
        await pubSub.CloseUserAsync(row.Key, Reason, cancellationToken);
        if (isLast)
        {
            await _table.DeleteAsync(Partition, row.Key, row.ETag, cancellationToken);
        }
    }
}
