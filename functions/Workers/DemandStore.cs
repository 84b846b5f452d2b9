using Serverless.Functions.Storage;

namespace Serverless.Functions.Workers;

/// <summary>Asks for workers ahead of, or in place of, those there are; GET /internal/scale tells the autoscaler.</summary>
internal sealed class DemandStore(ITableStore store, TimeProvider time)
{
    /// <summary>Somebody who waits asks again within seconds.</summary>
    private static readonly TimeSpan Waiting = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Warm = TimeSpan.FromMinutes(15);

    /// <summary>A node that the cluster has to add first is there by then.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    private const string Partition = "demand";
    private const int MaxDemands = 10_000;

    private readonly ITable _table = store.Table("workers");

    /// <summary>Somebody waits now.</summary>
    /// <returns>How long the room has waited.</returns>
    public async Task<TimeSpan> WaitAsync(string roomId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (_, after) = await _table.ChangeAsync(
            Partition,
            roomId,
            WorkerRows.Default.Demand,
            old => old is null || old.Until < now || old.From > now
                ? new Demand(roomId, now, now, now + Waiting)
                : old with { Until = old.Until > now + Waiting ? old.Until : now + Waiting },
            cancellationToken);
        return now - after!.Since;
    }

    /// <summary>Somebody comes soon.</summary>
    public Task WarmAsync(string roomId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return PutAsync(new Demand(roomId, now, now, now + Warm), cancellationToken);
    }

    /// <summary>Somebody comes at a certain time.</summary>
    public Task PlanAsync(string roomId, DateTimeOffset startsAt, CancellationToken cancellationToken) =>
        PutAsync(new Demand(roomId, startsAt, startsAt - Ahead, startsAt + Warm), cancellationToken);

    /// <summary>The rooms that count on a worker now. Those whose time is over are forgotten.</summary>
    public async Task<IReadOnlyList<string>> StandingAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var standing = new List<string>();
        await foreach (var row in _table.RowsAsync(Partition, RowRange.All, MaxDemands, cancellationToken))
        {
            var demand = WorkerRows.Default.Demand.FromBody(row.Body);
            if (demand.Until < now)
            {
                await _table.DeleteAsync(Partition, row.Key, row.ETag, cancellationToken);
            }
            else if (demand.From <= now)
            {
                standing.Add(demand.RoomId);
            }
        }

        return standing;
    }

    private Task<TransactionResult> PutAsync(Demand demand, CancellationToken cancellationToken) => _table.TransactAsync(
        Partition,
        [new TableOperation.Put(demand.RoomId, WorkerRows.Default.Demand.ToBody(demand))],
        cancellationToken);
}
