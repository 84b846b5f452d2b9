using Serverless.Functions.Platform;

namespace Serverless.Functions.Sweeping;

/// <summary>Sweeps where no Functions host does, on one machine.</summary>
internal sealed class SweepTimer(FunctionsOptions options, Sweep sweep, TimeProvider time, ILogger<SweepTimer> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.SweepInterval is not { } interval)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sweep.RunAsync(stoppingToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // The next turn repeats what this one did not finish.
            logger.SweepFailed(problem);
        }
    }
}
