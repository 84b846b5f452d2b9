namespace Serverless.Worker.Tests.Support;

/// <summary>What happened, in order; a test waits for what it expects instead of sleeping.</summary>
internal sealed class Journal<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _items.Add(item);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>All items, as soon as they satisfy <paramref name="enough"/>.</summary>
    public async Task<IReadOnlyList<T>> WhenAsync(Func<IReadOnlyList<T>, bool> enough)
    {
        while (true)
        {
            Task changed;
            T[] items;
            lock (_lock)
            {
                items = [.. _items];
                changed = _changed.Task;
            }

            if (enough(items))
            {
                return items;
            }

            try
            {
                await changed.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Waited for what did not come; came so far: {string.Join(" | ", items)}");
            }
        }
    }

    public async Task<T> FirstAsync(Func<T, bool> match) =>
        (await WhenAsync(items => items.Any(match))).First(match);
}
