namespace Serverless.Worker.Rooms;

/// <summary>What one participant may send. It outlives a resume, so coming back does not refill it.</summary>
internal sealed class SenderBudget
{
    private const int ExcessThatCloses = 500;

    private readonly TokenBucket _messages = new(burst: 60, TimeSpan.FromMilliseconds(50));
    private int _excess;

    public TokenBucket Chat { get; } = new(burst: 5, TimeSpan.FromSeconds(1));

    /// <summary>A message of any kind; false: it is dropped unread.</summary>
    public bool TryTakeMessage(TimeSpan now)
    {
        if (_messages.TryTake(now))
        {
            return true;
        }

        _excess++;
        return false;
    }

    /// <summary>No honest client gets here: the sender is put out.</summary>
    public bool IsFlood => _excess >= ExcessThatCloses;
}
