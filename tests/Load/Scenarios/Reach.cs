namespace Serverless.Load.Scenarios;

internal static class Reach
{
    /// <summary>Waits until something holds. What does not in time shows in the report.</summary>
    public static async Task Async(Func<bool> holds, TimeSpan atMost, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(atMost);
        try
        {
            while (!holds())
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
    }
}
