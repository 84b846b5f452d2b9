using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// Spreads a viewer's video over time, so that a key frame does not fill the queue of its path at once. It holds no
/// packets: it says whether one may leave now, and remembers the numbers of those that may not, as the publisher's history
/// keeps them for seconds. Audio does not ask, it only counts.
/// </summary>
internal sealed class Pacer
{
    private const double Headroom = 2.5;

    /// <summary>Two kilobytes, made when a viewer first needs them.</summary>
    private const int Capacity = 256;

    /// <summary>May leave at once, as time at the pacing rate.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(10);

    /// <summary>Waiting packets are few timers apart, not a timer each.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    /// <summary>What waits has left after this: the rate goes up for it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private DeferredPacket[]? _waiting;
    private int _head;
    private int _count;
    private long _waitingBytes;
    private Bitrate _rate;

    /// <summary>When all that has left would have left at the pacing rate.</summary>
    private Instant _clearAt;

    public Pacer(Bitrate target)
    {
        SetTarget(target);
    }

    public bool IsEmpty => _count == 0;

    /// <summary>When <see cref="TryRelease"/> has something.</summary>
    public Instant NextTimeout => _count == 0 ? Instant.Never : _clearAt - (Burst - Tick);

    public void SetTarget(Bitrate target) => _rate = target * Headroom;

    /// <summary>A video packet may leave right now: none waits before it, and the burst is not used up.</summary>
    public bool MaySend(Instant now) => _count == 0 && HasRoom(now);

    /// <summary>Every packet that left, audio and repairs too.</summary>
    public void PacketSent(Instant now, int bytes)
    {
        var start = _clearAt > now ? _clearAt : now;
        var needed = new DataSize(_waitingBytes) / LongestWait;
        _clearAt = start + (new DataSize(bytes) / (needed > _rate ? needed : _rate));
    }

    /// <summary>Makes a packet wait. False when too many do: then the oldest ones, and this, leave unpaced.</summary>
    public bool TryDefer(DeferredPacket packet)
    {
        if (_count == Capacity)
        {
            return false;
        }

        _waiting ??= new DeferredPacket[Capacity];
        _waiting[(_head + _count) % Capacity] = packet;
        _count++;
        _waitingBytes += packet.Bytes;
        return true;
    }

    /// <summary>The next that may leave now. The caller sends it and says so by <see cref="PacketSent"/>.</summary>
    public bool TryRelease(Instant now, out DeferredPacket packet)
    {
        packet = default;
        while (_count > 0 && HasRoom(now))
        {
            packet = Take();
            if (!packet.IsForgotten)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The oldest that waits, without regard to time; for a full pacer.</summary>
    public bool TryFlush(out DeferredPacket packet)
    {
        packet = default;
        while (_count > 0)
        {
            packet = Take();
            if (!packet.IsForgotten)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The slot plays another source or layer: what waits of the one before is not wanted.</summary>
    /// <returns>How many packets.</returns>
    public int Forget(byte slot)
    {
        var forgotten = 0;
        for (var index = 0; index < _count; index++)
        {
            ref var packet = ref _waiting![(_head + index) % Capacity];
            if (!packet.IsForgotten && packet.Slot == slot)
            {
                _waitingBytes -= packet.Bytes;
                packet = DeferredPacket.Forgotten;
                forgotten++;
            }
        }

        return forgotten;
    }

    private bool HasRoom(Instant now) => _clearAt - now <= Burst;

    private DeferredPacket Take()
    {
        var packet = _waiting![_head];
        _head = (_head + 1) % Capacity;
        _count--;
        _waitingBytes -= packet.Bytes;
        return packet;
    }
}
