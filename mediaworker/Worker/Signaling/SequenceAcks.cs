namespace Serverless.Worker.Signaling;

/// <summary>
/// When to tell the service what arrived. It keeps at most 1,000 unacknowledged messages for a connection and then ends it,
/// so a flood must be acknowledged long before that. The reading and the writing loop share one.
/// </summary>
internal sealed class SequenceAcks(int every, TimeSpan within)
{
    private readonly Lock _lock = new();
    private ulong _received;
    private ulong _acknowledged;
    private TimeSpan _oldest;

    /// <summary>False: this message was here before, replayed after a recovery.</summary>
    public bool Receive(ulong sequenceId, TimeSpan now)
    {
        lock (_lock)
        {
            if (sequenceId <= _received)
            {
                return false;
            }

            if (_received == _acknowledged)
            {
                _oldest = now;
            }

            _received = sequenceId;
            return true;
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _received - _acknowledged >= (ulong)every;
            }
        }
    }

    /// <summary>What arrived last is the first that waits: from now on there is a time to keep.</summary>
    public bool HasOne
    {
        get
        {
            lock (_lock)
            {
                return _received - _acknowledged == 1;
            }
        }
    }

    /// <summary>When <see cref="TryTake"/> has something; null while nothing waits.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _received == _acknowledged ? null : _oldest + within;
            }
        }
    }

    /// <summary>True at most once for each number: the caller sends it.</summary>
    public bool TryTake(TimeSpan now, out ulong sequenceId)
    {
        lock (_lock)
        {
            sequenceId = _received;
            var waiting = _received - _acknowledged;
            if (waiting == 0 || (waiting < (ulong)every && now - _oldest < within))
            {
                return false;
            }

            _acknowledged = _received;
            return true;
        }
    }

    /// <summary>After a recovery an acknowledgement may have been lost with the old socket: the next one is due at once.</summary>
    public void Repeat()
    {
        lock (_lock)
        {
            _acknowledged = 0;
            _oldest = TimeSpan.Zero;
        }
    }

    /// <summary>A new connection numbers from 1.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _received = 0;
            _acknowledged = 0;
        }
    }
}
