using System.Threading.Channels;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>Events that nobody waits for. They are sent beside each other, so a slow handler holds up no hub.</summary>
internal sealed class NotificationQueue : BackgroundService
{
    private const int AtATime = 64;

    private readonly Channel<Func<CancellationToken, Task>> _waiting =
        Channel.CreateUnbounded<Func<CancellationToken, Task>>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="send">Never throws but for cancellation.</param>
    public void Enqueue(Func<CancellationToken, Task> send) => _waiting.Writer.TryWrite(send);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken };
        try
        {
            await Parallel.ForEachAsync(
                _waiting.Reader.ReadAllAsync(stoppingToken),
                options,
                async (send, cancellation) => await send(cancellation));
        }
        catch (OperationCanceledException)
        {
            // The host ends; what was not sent yet is lost, as with the service.
        }
    }
}
