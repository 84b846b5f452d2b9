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
    /// <param name="work">Ends when the room stops.</param>
    /// <param name="ifFailed">The result of work that throws, which nothing here is meant to: without one, whoever waits would wait for ever.</param>
    /// <param name="then">Takes the result.</param>
    public void Start<T>(Func<CancellationToken, Task<T>> work, T ifFailed, Action<T> then)
    {
        Task? running = null;
        running = RunWorkAsync();
        if (!running.IsCompleted)
        {
            _work.Add(running);
        }

        async Task RunWorkAsync()
        {
            var result = ifFailed;
            try
            {
                result = await work(Stopping);
            }
            catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
            {
                return; // The room is over and nobody waits for the result.
            }
            catch (Exception e)
            {
                LogWorkFailed(logger, e);
            }

            Post(() =>
            {
                _work.Remove(running!);
                then(result);
            });
        }
    }

    /// <summary>Runs until <see cref="Complete"/>, then through what was posted before it.</summary>
    public async Task RunAsync()
    {
        await foreach (var action in _inbox.Reader.ReadAllAsync(CancellationToken.None))
        {
            Run(action);
            Run(settle);
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public Task<RoomActivity> ActivityAsync() => AskAsync(() => new RoomActivity(_inbox.Reader.TryPeek(out _), [.. _work]));

    public void Complete() => _inbox.Writer.TryComplete();

    public void Dispose() => _stopping.Dispose();

    /// <summary>A bug in one action must not end the room for everybody in it.</summary>
    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            LogActionFailed(logger, e);
        }
    }

    [LoggerMessage(1200, LogLevel.Error, "An action of a room failed")]
    private static partial void LogActionFailed(ILogger logger, Exception exception);

    [LoggerMessage(1201, LogLevel.Error, "A call of a room to others failed")]
    private static partial void LogWorkFailed(ILogger logger, Exception exception);
}
