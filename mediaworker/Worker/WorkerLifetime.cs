using Serverless.Contracts.Internal;
using Serverless.Worker.Functions;
using Serverless.Worker.Health;
using Serverless.Worker.Rooms;
using Serverless.Worker.Signaling;
using Serverless.Worker.Warming;

namespace Serverless.Worker;

/// <summary>
/// The worker's life: link up, warm, registered, a heartbeat per lease; at the end it takes no more rooms, tells functions, lets
/// what is on its way into the log arrive, and leaves its participants to resume elsewhere.
/// </summary>
internal sealed partial class WorkerLifetime(
    WorkerOptions options,
    FunctionsClient functions,
    PubSubLink link,
    OpenRooms rooms,
    WorkerStatus status,
    WarmUp warmUp,
    TimeProvider time,
    ILogger<WorkerLifetime> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryReport = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopHeartbeat = new();
    private readonly CancellationTokenSource _stopLink = new();
    private Task _linking = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all servers listen: from the first report on, functions send joins.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _linking = link.RunAsync(_stopLink.Token);
        await warmUp.RunAsync(cancellationToken);
        _beating = BeatAsync(_stopHeartbeat.Token);
    }

    /// <summary>Before the HTTP server stops: who asks until then is sent elsewhere.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        status.State = WorkerState.Draining;
        await ReportAsync(cancellationToken);
        if (options.DrainLimit > TimeSpan.Zero)
        {
            // The heartbeat goes on: a worker that still forwards is not dead.
            LogDraining(logger, rooms.Participants);
            await Task.WhenAll(rooms.All.Select(room => room.HandOverAsync(options.DrainLimit, cancellationToken)))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _stopHeartbeat.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(rooms.All.Select(room => room.StopAsync(Patience)));
        status.State = WorkerState.Stopped;
        await ReportAsync(cancellationToken);
        await _stopLink.CancelAsync();
        await _linking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LogStopped(logger);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopLink.CancelAsync();
        await _stopHeartbeat.CancelAsync();
        await Task.WhenAll(_linking, _beating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopLink.Dispose();
        _stopHeartbeat.Dispose();
    }

    private async Task BeatAsync(CancellationToken stopping)
    {
        await link.FirstUp.WaitAsync(stopping);
        var registered = false;
        while (!stopping.IsCancellationRequested)
        {
            var lease = await ReportAsync(stopping);
            if (lease is not null && !registered)
            {
                registered = true;
                LogRegistered(logger, lease.HeartbeatSeconds);
            }

            var pause = lease is null ? RetryReport : TimeSpan.FromSeconds(Math.Clamp(lease.HeartbeatSeconds, 1, 60));
            await Task.Delay(pause, time, stopping);
        }
    }

    private Task<WorkerLease?> ReportAsync(CancellationToken cancellation)
    {
        var report = new WorkerReport
        {
            Url = options.InternalUrl.AbsoluteUri.TrimEnd('/'),
            State = status.State,
            Capacity = options.Capacity,
            Participants = rooms.Participants,
            Rooms = rooms.Report(),
        };
        return functions.ReportAsync(report, cancellation);
    }

    [LoggerMessage(1400, LogLevel.Information, "Registered with functions, a heartbeat every {Seconds} s")]
    private static partial void LogRegistered(ILogger logger, int seconds);

    [LoggerMessage(1402, LogLevel.Information, "Draining; {Participants} participants resume elsewhere")]
    private static partial void LogDraining(ILogger logger, int participants);

    [LoggerMessage(1401, LogLevel.Information, "Stopped; participants resume elsewhere")]
    private static partial void LogStopped(ILogger logger);
}
