namespace Serverless.Worker.Signaling;

/// <summary>
/// What waits to be written and what was written but not yet acknowledged. A lost socket takes both along: the unacknowledged
/// are written again, in order and under their numbers, so no frame of a feed is missing after a short outage.
/// </summary>
/// <param name="capacity">Messages that wait at most; beyond it the oldest feed frame goes, then the oldest message.</param>
/// <param name="window">Written but unacknowledged requests at most. The service remembers 1,000 numbers for duplicates.</param>
internal sealed class OutgoingQueue(int capacity, int window) : IDisposable
{
    /// <summary>One may be an outage; a message on which a second socket breaks would break every one to come.</summary>
    private const int MostBreaks = 2;

    private readonly Lock _lock = new();
    private readonly LinkedList<Outgoing> _waiting = new();
    private readonly LinkedList<Outgoing> _written = new();
    private readonly SemaphoreSlim _changed = new(0);
    private ulong _lastAckId;

    public long Dropped { get; private set; }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0 && _written.Count == 0;
            }
        }
    }

    public void Add(Outgoing item)
    {
        lock (_lock)
        {
            if (_waiting.Count >= capacity)
            {
                DropOne();
            }

            _waiting.AddLast(item);
        }

        Wake();
    }

    /// <summary>The next to write, if the window has room.</summary>
    public bool TryTake(out Outgoing? item)
    {
        lock (_lock)
        {
            item = _written.Count < window ? _waiting.First?.Value : null;
            if (item is null)
            {
                return false;
            }

            _waiting.RemoveFirst();
            if (item.AckId == 0)
            {
                item.AckId = ++_lastAckId;
            }

            _written.AddLast(item);
            return true;
        }
    }

    /// <summary>Returns what the acknowledgement belongs to, or null for one that is not known (any more).</summary>
    public Outgoing? Acknowledge(ulong ackId)
    {
        Outgoing? found = null;
        lock (_lock)
        {
            // The service answers in order, so this looks at one or two.
            for (var node = _written.First; node is not null; node = node.Next)
            {
                if (node.Value.AckId == ackId)
                {
                    found = node.Value;
                    _written.Remove(node);
                    break;
                }
            }
        }

        Wake();
        return found;
    }

    /// <summary>
    /// A socket broke. The service answers in order, so if a message was the cause, it is the oldest unacknowledged: the second
    /// time that message goes, lest it takes every further socket along. Joins and leaves stay, they are small.
    /// </summary>
    /// <returns>What was dropped, or null.</returns>
    public Outgoing.Send? Broke()
    {
        lock (_lock)
        {
            if (_written.First?.Value is not Outgoing.Send oldest || ++oldest.Breaks < MostBreaks)
            {
                return null;
            }

            _written.RemoveFirst();
            Dropped++;
            return oldest;
        }
    }

    /// <summary>A new socket of the same connection: everything unacknowledged is written again, before what waits.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            while (_written.Last is { } last)
            {
                _written.RemoveLast();
                _waiting.AddFirst(last);
            }
        }

        Wake();
    }

    /// <summary>A new connection: the same, after the <paramref name="rejoins"/>, which replace those of an earlier attempt.</summary>
    public void Restart(IReadOnlyList<Outgoing> rejoins)
    {
        Rewind();
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value is Outgoing.Rejoin)
                {
                    _waiting.Remove(node);
                }

                node = next;
            }

            for (var i = rejoins.Count - 1; i >= 0; i--)
            {
                _waiting.AddFirst(rejoins[i]);
            }
        }

        Wake();
    }

    public void Wake() => _changed.Release();

    /// <summary>Until something may be there to take, or for <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        await _changed.WaitAsync(timeout, cancellation);
        while (_changed.Wait(0, CancellationToken.None))
        {
            // One look at the queue serves every wake-up so far.
        }
    }

    public void Dispose() => _changed.Dispose();

    private void DropOne()
    {
        var victim = First(Signaling.Delivery.Feed) ?? First(Signaling.Delivery.Direct);
        if (victim is not null)
        {
            _waiting.Remove(victim);
            Dropped++;
        }
    }

    private LinkedListNode<Outgoing>? First(Delivery delivery)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value is Outgoing.Send send && send.Delivery == delivery)
            {
                return node;
            }
        }

        return null;
    }
}
