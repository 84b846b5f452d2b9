namespace Serverless.Local.Workers;

/// <summary>Several workers on one machine, each in a process of its own, so that one of them can die as in real life.</summary>
internal sealed class WorkerFleet : IAsyncDisposable
{
    private readonly List<WorkerProcess> _workers = [];

    public IReadOnlyList<WorkerProcess> Workers => _workers;

    public async Task AddAsync(WorkerOrder order, CancellationToken cancellation) =>
        _workers.Add(await WorkerProcess.StartAsync(order, cancellation));

    /// <summary>Only one that still runs.</summary>
    public WorkerProcess? Find(string id) => _workers.Find(worker => worker.Id == id && worker.IsRunning);

    /// <summary>All at once: there is nowhere to move to.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }
}
