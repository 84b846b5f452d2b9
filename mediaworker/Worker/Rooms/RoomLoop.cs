using System.Threading.Channels;

namespace Serverless.Worker.Rooms;

/// <summary>
/// A room's one thread of thought: everything that touches its state is an action in this mailbox. After each action comes
/// <paramref name="settle"/>, which starts whatever became due, so no mutation can forget to.
/// </summary>
internal sealed partial class RoomLoop(Action settle, ILogger logger) : IDisposable
{
    private readonly Channel<Action> _inbox =
        Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Task> _work = [];

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>False: the room is over.</summary>
    public bool Post(Action action) => _inbox.Writer.TryWrite(action);

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception e)
            {
                answer.SetException(e);
                throw;
            }
        });
        return posted ? answer.Task : Task.FromException<T>(new ChannelClosedException());
    }

    /// <summary>Work that waits for others, away from the loop; its result comes back as an action. Called on the loop.</summary>
    public void Start<T>(Func<CancellationToken, Task<T>> work, Action<T> then)
    {
        Task? running = null;
        running = RunWorkAsync();
        if (!running.IsCompleted)
        {
            _work.Add(running);
        }

        async Task RunWorkAsync()
        {
            try
            {
                var result = await work(Stopping);
                Post(() =>
                {
                    _work.Remove(running!);
                    then(result);
                });
            }
            catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
            {
                // The room is over and nobody waits for the result.
            }
        }
    }

    /// <summary>Runs until <see cref="Complete"/>, then through what was posted before it.</summary>
    public async Task RunAsync()
    {
        await foreach (var action in _inbox.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                action();
                settle();
            }
            catch (Exception e)
            {
                // A bug in one action must not end the room for everybody in it.
                LogActionFailed(logger, e);
            }
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What is under way now; for a room that wants to end in peace.</summary>
    public Task<Task[]> WorkAsync() => AskAsync(() => _work.ToArray());

    public void Complete() => _inbox.Writer.TryComplete();

    public void Dispose() => _stopping.Dispose();

    [LoggerMessage(1200, LogLevel.Error, "An action of a room failed")]
    private static partial void LogActionFailed(ILogger logger, Exception exception);
}
