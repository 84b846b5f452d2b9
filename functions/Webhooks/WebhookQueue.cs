using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// Sends right after the event what this process just wrote. Only ever faster than the sweep: what is dropped here, or lost
/// with the process, the sweep finds in the tables.
/// </summary>
internal sealed class WebhookQueue(Lazy<WebhookDispatch> dispatch, ILogger<WebhookQueue> logger) : BackgroundService
{
    // A room whose endpoint does not answer takes one of them for the time of its attempts.
    private const int Workers = 16;
    private const int Capacity = 10_000;

    private readonly Channel<string> _rooms = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait });

    // Rooms that wait in the channel: many events of a room are one visit.
    private readonly ConcurrentDictionary<string, byte> _waiting = new(StringComparer.Ordinal);

    public void Enqueue(string roomId)
    {
        if (_waiting.TryAdd(roomId, 0) && !_rooms.Writer.TryWrite(roomId))
        {
            _waiting.TryRemove(roomId, out _);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var roomId in _rooms.Reader.ReadAllAsync(stoppingToken))
            {
                _waiting.TryRemove(roomId, out _);
                await DispatchAsync(roomId, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task DispatchAsync(string roomId, CancellationToken stoppingToken)
    {
        try
        {
            await dispatch.Value.RunAsync(roomId, stoppingToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            logger.DispatchFailed(problem);
        }
    }
}
