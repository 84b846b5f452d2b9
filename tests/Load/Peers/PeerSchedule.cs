using Serverless.Rtc.Units;

namespace Serverless.Load.Peers;

/// <summary>When each participant of a thread wants to be looked after.</summary>
internal sealed class PeerSchedule
{
    private readonly PriorityQueue<Peer, long> _deadlines = new();

    /// <summary>The nearest; never when there is none.</summary>
    public Instant Next => _deadlines.TryPeek(out _, out var next) ? new Instant(next) : Instant.Never;

    /// <summary>Makes sure that the participant is looked after by then.</summary>
    public void Advance(Peer peer, Instant deadline)
    {
        if (deadline < peer.Scheduled)
        {
            peer.Scheduled = deadline;
            _deadlines.Enqueue(peer, deadline.Microseconds);
        }
    }

    public void Run(Instant now)
    {
        while (_deadlines.TryPeek(out var peer, out var at) && at <= now.Microseconds)
        {
            _deadlines.Dequeue();

            // An entry that a nearer one overtook says nothing.
            if (!peer.IsClosed && peer.Scheduled.Microseconds == at)
            {
                peer.Scheduled = Instant.Never;
                peer.HandleTimeout(now);
                Advance(peer, peer.NextDeadline);
            }
        }
    }
}
