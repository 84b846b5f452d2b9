using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Who wants to run when. A participant that wants to run earlier than it said is simply queued again; the entry that its
/// later wish left behind is recognised and skipped.
/// </summary>
internal sealed class DeadlineQueue
{
    private readonly PriorityQueue<Participant, long> _queue = new();

    public Instant Next
    {
        get
        {
            SkipStale();
            return _queue.TryPeek(out _, out var at) ? new Instant(at) : Instant.Never;
        }
    }

    public void Schedule(Participant participant, Instant at)
    {
        if (at < participant.QueuedFor)
        {
            participant.QueuedFor = at;
            _queue.Enqueue(participant, at.Microseconds);
        }
    }

    /// <summary>The next participant whose time has come; it has to be scheduled again.</summary>
    public bool TryTake(Instant now, out Participant participant)
    {
        SkipStale();
        if (_queue.TryPeek(out participant!, out var at) && new Instant(at) <= now)
        {
            _queue.Dequeue();
            participant.QueuedFor = Instant.Never;
            return true;
        }

        return false;
    }

    /// <summary>A participant that is gone must not run again.</summary>
    public static void Forget(Participant participant) => participant.QueuedFor = Instant.Never;

    private void SkipStale()
    {
        while (_queue.TryPeek(out var participant, out var at) && participant.QueuedFor != new Instant(at))
        {
            _queue.Dequeue();
        }
    }
}
