using System.Net;

namespace Serverless.Local.Workers;

/// <summary>
/// <c>POST /local/workers/{id}/kill</c> and <c>/drain</c>, for tests and for the curious: what happens to a room when its worker
/// goes. Only this machine may, and no web page on it can: the header makes a browser ask first, and nobody answers.
/// </summary>
internal static class WorkerControls
{
    private const string Header = "X-Local-Control";

    public static void MapWorkerControls(this IEndpointRouteBuilder app, WorkerFleet fleet)
    {
        var group = app.MapGroup("/local/workers");
        group.AddEndpointFilter(static async (call, next) => IsAllowed(call.HttpContext)
            ? await next(call)
            : Results.StatusCode(StatusCodes.Status403Forbidden));
        group.MapGet("/", () => fleet.Workers.Select(worker => new { worker.Id, worker.Url, worker.IsRunning }));
        group.MapPost("/{id}/kill", (string id) => TellAsync(fleet, id, static worker => worker.KillAsync()));
        group.MapPost("/{id}/drain", (string id) => TellAsync(fleet, id, static worker => worker.DrainAsync()));
    }

    private static bool IsAllowed(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && http.Request.Headers.ContainsKey(Header);

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
