using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// Visits every room that may have something to tell. Bounded: by the rooms that had an event lately or have deliveries that
/// wait, and by time, after which the next sweep goes on where this one stopped.
/// </summary>
internal sealed class WebhookSweep(
    DueRooms due, WebhookDispatch dispatch, TimeProvider time, ILogger<WebhookSweep> logger)
{
    private const int PageSize = 64;
    private const int AtOnce = 8;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    private string _after = string.Empty;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        do
        {
            var page = await due.ListAsync(_after, PageSize, cancellationToken);
            await Parallel.ForEachAsync(
                page,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                (room, cancellation) => VisitAsync(room.RoomId, room.Mark, cancellation));
            _after = page.Count < PageSize ? string.Empty : page[^1].RoomId;
        }
        while (_after.Length > 0 && time.GetElapsedTime(began) < Budget);
    }

    private async ValueTask VisitAsync(string roomId, Stored<DueRoom> mark, CancellationToken cancellationToken)
    {
        try
        {
            if (await dispatch.RunAsync(roomId, cancellationToken))
            {
                await due.UnmarkAsync(roomId, mark, cancellationToken);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // One room's trouble is not the others'.
            logger.DispatchFailed(problem);
        }
    }
}
