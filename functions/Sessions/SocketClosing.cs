using System.Threading.Channels;
using Azure;
using Serverless.Contracts.Signaling;
using Serverless.Functions.PubSub;

namespace Serverless.Functions.Sessions;

/// <summary>
/// Ends the Web PubSub connections of those who are out, or they would go on reading the room's feed. A moment later, so that
/// the worker's <c>closed</c> arrives first, and beside the call that put them out, which does not wait for it. Best effort:
/// a client that behaves has closed by itself, and no URL given out opens another connection for long.
/// </summary>
internal sealed class SocketClosing(Lazy<IPubSubClient> pubSub, TimeProvider time, ILogger<SocketClosing> logger) : BackgroundService
{
    public static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);

    private const int Capacity = 10_000;

    private readonly Channel<Closing> _queue = Channel.CreateBounded<Closing>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Everybody who reads the room's feed.</summary>
    public void CloseRoom(string roomId) => Enqueue(Groups.Feed(roomId), isGroup: true);

    public void ClosePerson(string connectionKey) => Enqueue(connectionKey, isGroup: false);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var closing in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                var wait = closing.Due - time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, stoppingToken);
                }

                await CloseAsync(closing, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Enqueue(string name, bool isGroup) =>
        _queue.Writer.TryWrite(new Closing(time.GetUtcNow() + Courtesy, name, isGroup));

    private async Task CloseAsync(Closing closing, CancellationToken stoppingToken)
    {
        const string Reason = "The participation has ended.";
        try
        {
            await (closing.IsGroup
                ? pubSub.Value.CloseGroupAsync(closing.Name, Reason, stoppingToken)
                : pubSub.Value.CloseUserAsync(closing.Name, Reason, stoppingToken));
        }
        catch (Exception problem) when (problem is RequestFailedException or AggregateException)
        {
            logger.SocketsStayOpen(problem.GetType().Name);
        }
    }

    private readonly record struct Closing(DateTimeOffset Due, string Name, bool IsGroup);
}
