using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Serverless.Rtc.Sfu.Crossing;

namespace Serverless.Worker.Media.Crossing;

/// <summary>
/// One way from a shard to another. Packets go through a ring, and may find it full. Messages, which are rare and must not be lost,
/// have a queue of their own; each notes how far the ring was written when it was said, and is heard when the ring is read so far.
/// </summary>
internal sealed class ShardLink
{
    /// <summary>
    /// 800 packets of 1,200 bytes: a quarter of a second of the pictures of a full stage. A shard that is busy for longer with what it
    /// has would be late with what comes.
    /// </summary>
    public const int Capacity = 1 << 20;

    private static readonly int HeaderSize = Unsafe.SizeOf<CrossingPacket>();

    private readonly int _capacity;
    private readonly PacketRing _ring;
    private readonly ConcurrentQueue<(long After, CrossingMessage Message)> _messages = new();
    private (long After, CrossingMessage Message)? _next;
    private bool _isDirty;

    public ShardLink(int capacity = Capacity)
    {
        _capacity = capacity;
        _ring = new PacketRing(capacity);
    }

    /// <summary>Wakes the reader's thread; set before the first <see cref="Flush"/>.</summary>
    public Action Wake { private get; set; } = static () => { };

    /// <summary>The reader's: something is there for it.</summary>
    public bool HasWaiting => _ring.HasWaiting || !_messages.IsEmpty || _next?.After <= _ring.Read;

    /// <inheritdoc cref="INeighbour.TryCross"/>
    public bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo)
    {
        if (!_ring.TryWrite(HeaderSize + bytes.Length, isVideo ? _capacity / 2 : _capacity, out var record))
        {
            return false;
        }

        MemoryMarshal.Write(record, packet);
        bytes.CopyTo(record[HeaderSize..]);
        _isDirty = true;
        return true;
    }

    /// <inheritdoc cref="INeighbour.Tell"/>
    public void Tell(CrossingMessage message)
    {
        _messages.Enqueue((_ring.Written, message));
        _isDirty = true;
    }

    /// <inheritdoc cref="INeighbour.Flush"/>
    public void Flush()
    {
        if (_isDirty)
        {
            _isDirty = false;
            _ring.Publish();
            Wake();
        }
    }

    /// <inheritdoc cref="INeighbour.TryRead"/>
    public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes)
    {
        _ring.Release();
        (message, packet) = (null, default);
        bytes = default;

        // First the look at the ring: what was said before a packet in it is then in the queue.
        var hasPacket = _ring.HasWaiting;
        if (_next is null && _messages.TryDequeue(out var next))
        {
            _next = next;
        }

        if (_next is { } waiting && waiting.After <= _ring.Read)
        {
            (message, _next) = (waiting.Message, null);
            return true;
        }

        if (!hasPacket || !_ring.TryRead(out var record))
        {
            return false;
        }

        packet = MemoryMarshal.Read<CrossingPacket>(record);
        bytes = record[HeaderSize..];
        return true;
    }
}
