using System.Threading.Channels;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>What one socket still has to send, bounded in frames and bytes. Many may enqueue, one reads.</summary>
internal sealed class OutboundQueue(PubSubLimits limits)
{
    private readonly Channel<OutboundFrame> _frames =
        Channel.CreateUnbounded<OutboundFrame>(new UnboundedChannelOptions { SingleReader = true });

    private int _count;
    private long _bytes;

    /// <summary>False when the frame does not fit. Frames after <see cref="Complete"/> are dropped silently.</summary>
    public bool TryEnqueue(OutboundFrame frame)
    {
        if (Volatile.Read(ref _count) >= limits.QueuedFrames
            || Interlocked.Read(ref _bytes) + frame.Size > limits.QueuedBytes)
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _bytes, frame.Size);
        _frames.Writer.TryWrite(frame);
        return true;
    }

    public bool TryDequeue(out OutboundFrame frame)
    {
        if (!_frames.Reader.TryRead(out frame))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        Interlocked.Add(ref _bytes, -frame.Size);
        return true;
    }

    /// <summary>False when the queue is complete and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _frames.Reader.WaitToReadAsync(cancellation);

    public void Complete() => _frames.Writer.TryComplete();
}
