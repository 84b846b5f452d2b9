using System.Numerics;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Loss;

/// <summary>
/// The last packets sent, for requests to send them again. Bounded by count, bytes and age; the copies lie in one
/// slab that is allocated with the cache and used as a ring.
/// </summary>
public sealed class RetransmitCache
{
    private readonly byte[] _slab;
    private readonly TimeSpan _maxAge;

    /// <summary>By the lower bits of the sequence number.</summary>
    private readonly Entry[] _entries;

    /// <summary>In the order of storing; the oldest copy lies next in the slab's ring.</summary>
    private readonly Copy[] _copies;
    private int _oldest;
    private int _count;
    private int _writeOffset;

    /// <param name="maxPackets">A power of two, 32,768 at most.</param>
    /// <param name="maxBytes">Of all copies together.</param>
    /// <param name="maxAge">Older packets are not resent.</param>
    public RetransmitCache(int maxPackets, int maxBytes, TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPackets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPackets, 1 << 15);
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.IsPow2(maxPackets), true, nameof(maxPackets));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        _slab = GC.AllocateUninitializedArray<byte>(maxBytes);
        _entries = new Entry[maxPackets];
        _copies = new Copy[maxPackets];
        _maxAge = maxAge;
    }

    /// <summary>Copies held, those replaced by a packet of the same place included.</summary>
    public int Count => _count;

    /// <summary>Stores a copy, in place of the oldest where there is no room.</summary>
    /// <returns>False for a packet that is empty or longer than the whole cache.</returns>
    public bool Store(Instant now, RtpSeq sequence, ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty || packet.Length > _slab.Length)
        {
            return false;
        }

        var offset = MakeRoom(packet.Length);
        packet.CopyTo(_slab.AsSpan(offset));
        _copies[(_oldest + _count) % _copies.Length] = new Copy(sequence, offset, packet.Length);
        _count++;
        _writeOffset = offset + packet.Length;
        _entries[Place(sequence)] = new Entry(sequence, offset, packet.Length, now, ResentAt: null);
        return true;
    }

    /// <summary>The packet to send again; counts as resent when found.</summary>
    /// <param name="now">The present.</param>
    /// <param name="sequence">As sent.</param>
    /// <param name="roundTrip">To the receiver.</param>
    /// <param name="packet">Valid until the next <see cref="Store"/>.</param>
    public ResendResult TryResend(Instant now, RtpSeq sequence, TimeSpan roundTrip, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        ref var entry = ref _entries[Place(sequence)];
        if (entry.Length == 0 || entry.Sequence != sequence)
        {
            return ResendResult.Missing;
        }

        if (now - entry.StoredAt >= _maxAge)
        {
            return ResendResult.Expired;
        }

        if (entry.ResentAt is { } resentAt && now - resentAt < roundTrip)
        {
            return ResendResult.TooSoon;
        }

        entry = entry with { ResentAt = now };
        packet = _slab.AsSpan(entry.Offset, entry.Length);
        return ResendResult.Found;
    }

    private int Place(RtpSeq sequence) => sequence.Value & (_entries.Length - 1);

    /// <summary>Drops the oldest copies until the next one has a place; it never straddles the slab's end.</summary>
    private int MakeRoom(int length)
    {
        if (_count == _copies.Length)
        {
            DropOldest();
        }

        var offset = _writeOffset;
        if (length > _slab.Length - offset)
        {
            // Copies from here to the end are older than those at the start, and are skipped over.
            DropWhereAtOrAfter(offset);
            offset = 0;
        }

        while (_count > 0 && _copies[_oldest].Overlaps(offset, length))
        {
            DropOldest();
        }

        return offset;
    }

    private void DropWhereAtOrAfter(int offset)
    {
        while (_count > 0 && _copies[_oldest].Offset >= offset)
        {
            DropOldest();
        }
    }

    private void DropOldest()
    {
        var copy = _copies[_oldest];
        _oldest = (_oldest + 1) % _copies.Length;
        _count--;

        // A newer packet may have taken the place.
        ref var entry = ref _entries[Place(copy.Sequence)];
        if (entry.Sequence == copy.Sequence && entry.Offset == copy.Offset)
        {
            entry = default;
        }
    }

    private readonly record struct Entry(RtpSeq Sequence, int Offset, int Length, Instant StoredAt, Instant? ResentAt);

    private readonly record struct Copy(RtpSeq Sequence, int Offset, int Length)
    {
        public bool Overlaps(int offset, int length) => Offset < offset + length && offset < Offset + Length;
    }
}
