namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// The unacknowledged messages of one reliable session, and the source of its sequence ids (1, 2, 3…).
/// </summary>
internal sealed class ReliableBuffer(int messageLimit, long byteLimit)
{
    private readonly Queue<PubSubMessage> _unacked = [];
    private ulong _acked;
    private long _bytes;

    public int Count => _unacked.Count;

    public ulong LastSequenceId => _acked + (ulong)_unacked.Count;

    /// <summary>
    /// False when the buffer is full. The session is then beyond recovery, because a message would be missing.
    /// </summary>
    public bool TryAppend(PubSubMessage message, out ulong sequenceId)
    {
        sequenceId = LastSequenceId + 1;
        if (_unacked.Count >= messageLimit || _bytes + message.Envelope.Length > byteLimit)
        {
            return false;
        }

        _unacked.Enqueue(message);
        _bytes += message.Envelope.Length;
        return true;
    }

    /// <summary>
    /// Releases everything up to and including the id. Ids already released, or never given, change nothing more.
    /// </summary>
    public void Acknowledge(ulong sequenceId)
    {
        while (_acked < sequenceId && _unacked.TryDequeue(out var message))
        {
            _acked++;
            _bytes -= message.Envelope.Length;
        }
    }

    /// <summary>
    /// What a new transport has to be told again, in order. A message that has expired leaves a hole in the numbers,
    /// which clients take for what it is.
    /// </summary>
    public IEnumerable<OutboundFrame> Unacknowledged(DateTimeOffset now)
    {
        var sequenceId = _acked;
        foreach (var message in _unacked)
        {
            sequenceId++;
            if (!(message.Expires <= now))
            {
                yield return OutboundFrame.Of(message, sequenceId);
            }
        }
    }
}
