namespace Serverless.Worker.Signaling;

/// <summary>
/// The groups this worker is in, counted: while a room is replaced by one of a higher epoch, the old one's leave must not make
/// the new one deaf.
/// </summary>
internal sealed class GroupMemberships(OutgoingQueue queue)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Completes when the service confirmed it.</summary>
    public Task Join(string group)
    {
        var request = new Outgoing.Join(group);
        lock (_lock)
        {
            _counts[group] = _counts.GetValueOrDefault(group) + 1;
            queue.Add(request); // In the lock, so that a join and a leave are written in the order they were counted.
        }

        return request.Done;
    }

    public void Leave(string group)
    {
        lock (_lock)
        {
            switch (_counts.GetValueOrDefault(group))
            {
                case 0:
                    break;
                case 1:
                    _counts.Remove(group);
                    queue.Add(new Outgoing.Leave(group));
                    break;
                case var count:
                    _counts[group] = count - 1;
                    break;
            }
        }
    }

    /// <summary>Requests that bring a new connection where the old one was.</summary>
    public IReadOnlyList<Outgoing> Rejoins()
    {
        lock (_lock)
        {
            return [.. _counts.Keys.Select(group => new Outgoing.Rejoin(group))];
        }
    }
}
