using Serverless.Contracts.Internal;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Workers;

internal sealed class WorkerRegistry(ITableStore store, TimeProvider time)
{
    private const string Partition = "workers";
    private const string RecordPrefix = "w-";
    private const string RoomsPrefix = "r-";

    /// <summary>Joins of one moment ask for the same few workers; a heartbeat comes every 2 s, so what is known may be older anyway.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly ITable _table = store.Table("workers");
    private readonly BriefMemory<WorkerRecord> _recent = new(time, Memory);

    public async Task ReportAsync(string workerId, Uri url, WorkerReport report, CancellationToken cancellationToken)
    {
        var record = new WorkerRecord
        {
            WorkerId = workerId,
            Url = url,
            State = report.State,
            Capacity = report.Capacity,
            Participants = report.Participants,
            ReportedAt = time.GetUtcNow(),
        };
        await _table.TransactAsync(
            Partition,
            [
                new TableOperation.Put(RecordPrefix + workerId, WorkerRows.Default.WorkerRecord.ToBody(record)),
                new TableOperation.Put(
                    RoomsPrefix + workerId, WorkerRows.Default.WorkerRooms.ToBody(new WorkerRooms(report.Rooms))),
            ],
            cancellationToken);
        _recent.Forget(workerId);
    }

    public ValueTask<WorkerRecord?> FindAsync(string workerId, CancellationToken cancellationToken) =>
        _recent.GetAsync(workerId, () => ReadAsync(workerId, cancellationToken));

    public async Task<IReadOnlyList<WorkerRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await _table.ScanAsync(
            Partition, RowRange.Prefix(RecordPrefix), TableLimits.MaxScan, cancellationToken);
        return [.. rows.Select(row => WorkerRows.Default.WorkerRecord.FromBody(row.Body))];
    }

    public async Task<IReadOnlyList<RoomReport>> RoomsAsync(string workerId, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(
            Partition, RoomsPrefix + workerId, WorkerRows.Default.WorkerRooms, cancellationToken);
        return row?.Value.Rooms ?? [];
    }

    /// <summary>Takes no new rooms until it is heard of again.</summary>
    public async Task SuspectAsync(string workerId, CancellationToken cancellationToken)
    {
        await _table.ChangeAsync(
            Partition,
            RecordPrefix + workerId,
            WorkerRows.Default.WorkerRecord,
            worker => worker is { Suspect: false } ? worker with { Suspect = true } : null,
            cancellationToken);
        _recent.Forget(workerId);
    }

    public async Task ForgetAsync(string workerId, CancellationToken cancellationToken)
    {
        await _table.TransactAsync(
            Partition,
            [
                new TableOperation.Delete(RecordPrefix + workerId, null),
                new TableOperation.Delete(RoomsPrefix + workerId, null),
            ],
            cancellationToken);
        _recent.Forget(workerId);
    }

    private async Task<WorkerRecord?> ReadAsync(string workerId, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(
            Partition, RecordPrefix + workerId, WorkerRows.Default.WorkerRecord, cancellationToken);
        return row?.Value;
    }
}
