namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// The latest ackIds that succeeded, to recognise a repeat. Failed ones are not kept: they may be tried again.
/// </summary>
internal sealed class AckHistory(int capacity)
{
    private readonly HashSet<ulong> _known = [];
    private readonly Queue<ulong> _oldestFirst = [];

    public bool Contains(ulong ackId) => _known.Contains(ackId);

    public void Remember(ulong ackId)
    {
        if (!_known.Add(ackId))
        {
            return;
        }

        _oldestFirst.Enqueue(ackId);
        if (_oldestFirst.Count > capacity)
        {
            _known.Remove(_oldestFirst.Dequeue());
        }
    }
}
