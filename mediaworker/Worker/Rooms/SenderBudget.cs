namespace Serverless.Worker.Rooms;

/// <summary>What one participant may send (rules SK8 and ST2). It outlives a resume, so coming back does not refill it.</summary>
internal sealed class SenderBudget
{
    private readonly TokenBucket _messages = new(burst: 60, TimeSpan.FromMilliseconds(50));

    /// <summary>What is too much is forgiven, if slowly: a client that stumbles once an hour is no flood.</summary>
    private readonly TokenBucket _excess = new(burst: 500, TimeSpan.FromSeconds(1));

    public TokenBucket Chat { get; } = new(burst: 5, TimeSpan.FromSeconds(1));

    public TokenBucket Stats { get; } = new(burst: 5, TimeSpan.FromSeconds(1));

    /// <summary>A message of any kind; false: it is dropped unread, and counts as too much.</summary>
    public bool TryTakeMessage(TimeSpan now)
    {
        if (_messages.TryTake(now))
        {
            return true;
        }

        _excess.TryTake(now);
        return false;
    }

    /// <summary>No honest client gets here: the sender is put out.</summary>
    public bool IsFlood(TimeSpan now) => _excess.Wait(now) > TimeSpan.Zero;
}
