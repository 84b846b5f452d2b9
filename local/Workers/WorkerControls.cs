namespace Serverless.Local.Workers;

/// <summary>
/// <c>POST /local/workers/{id}/kill</c> and <c>/drain</c>, for tests and for the curious: what happens to a room when its worker
/// goes.
/// </summary>
internal static class WorkerControls
{
    public static void MapWorkerControls(this IEndpointRouteBuilder app, WorkerFleet fleet)
    {
        var group = app.MapGroup("/local/workers").OnlyFromThisMachine();
        group.MapGet("/", () => fleet.Workers.Select(worker => new { worker.Id, worker.Url, worker.IsRunning, worker.ProcessId }));
        group.MapPost("/{id}/kill", (string id) => TellAsync(fleet, id, static worker => worker.KillAsync()));
        group.MapPost("/{id}/drain", (string id) => TellAsync(fleet, id, static worker => worker.DrainAsync()));
    }

    private static async Task<IResult> TellAsync(WorkerFleet fleet, string id, Func<WorkerProcess, Task> order)
    {
        if (fleet.Find(id) is not { } worker)
        {
            return Results.NotFound();
        }

        await order(worker);
        return Results.NoContent();
    }
}
