namespace Serverless.Worker.Tests.Support;

/// <summary>Open, until a test closes it: then calls wait, and it knows how many.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;

    /// <summary>Calls of the room's loop that wait.</summary>
    public int Waiting { get; private set; }

    public void Close()
    {
        lock (_lock)
        {
            _closed = NewSource();
        }
    }

    public void Open() => LetThrough(stayClosed: false);

    /// <summary>Only those who wait; further ones wait again.</summary>
    public void LetThrough() => LetThrough(stayClosed: true);

    /// <param name="isOfLoop">The room's loop counts it as work; others await what they asked for themselves.</param>
    /// <param name="cancellation">Of the call.</param>
    public Task PassAsync(bool isOfLoop, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_closed is null)
            {
                return Task.CompletedTask;
            }

            Waiting += isOfLoop ? 1 : 0;
            return _closed.Task.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void LetThrough(bool stayClosed)
    {
        lock (_lock)
        {
            _closed?.SetResult();
            _closed = stayClosed ? NewSource() : null;
            Waiting = 0;
        }
    }
}
