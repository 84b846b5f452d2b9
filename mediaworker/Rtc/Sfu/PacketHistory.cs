using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// The newest packets of one layer, plain. It is both the source that viewers' packets are written from and the
/// retransmission cache for all of them: one copy per layer, not per viewer. It grows with what the stream needs for two
/// seconds, up to a bound in packets and in bytes.
/// </summary>
internal sealed class PacketHistory
{
    /// <summary>Media packets stay below 1,200 bytes; larger ones are nobody's we know.</summary>
    public const int MaximumPayload = 1400;

    private const int FirstCapacity = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);
    private static readonly StoredPacket Nothing = new() { Sequence = long.MinValue };

    private readonly int _maximum;
    private readonly PayloadStore _store = new();
    private StoredPacket[] _packets = [];
    private StoredPayload[] _payloads = [];

    /// <summary>Up to here a number may have been there and be forgotten: it does not come back.</summary>
    private long _floor = long.MinValue;

    /// <param name="maximum">A power of two: how many sequence numbers back a viewer may ask.</param>
    public PacketHistory(int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(maximum), 1);
        _maximum = maximum;
    }

    /// <summary>Bytes of payload that there is room for now.</summary>
    public int Capacity => _store.Capacity;

    /// <returns>False if it is too large, there already, or so late that a newer packet has its place.</returns>
    public bool TryAdd(
        Instant now, in StoredPacket packet, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> descriptor = default)
    {
        if (payload.Length > MaximumPayload || packet.Sequence <= _floor)
        {
            return false;
        }

        if (_packets.Length == 0)
        {
            Resize(Math.Min(FirstCapacity, _maximum));
        }

        while (IsNeeded(now, packet.Sequence) && _packets.Length < _maximum)
        {
            Grow();
        }

        var index = (int)packet.Sequence & (_packets.Length - 1);
        if (_packets[index].Sequence >= packet.Sequence)
        {
            return false;
        }

        _packets[index] = packet with { PayloadLength = payload.Length, DescriptorLength = descriptor.Length };
        _payloads[index] = _store.Add(now, payload, descriptor);
        return true;
    }

    public bool TryFind(long sequence, out int index)
    {
        index = (int)sequence & (_packets.Length - 1);
        return _packets.Length > 0 && _packets[index].Sequence == sequence && _payloads[index].IsKept;
    }

    public ref readonly StoredPacket Packet(int index) => ref _packets[index];

    /// <summary>Payload, then dependency descriptor.</summary>
    public ReadOnlySpan<byte> Bytes(int index) => _payloads[index].Bytes;

    public ReadOnlySpan<byte> Payload(int index) => _payloads[index].Bytes[.._packets[index].PayloadLength];

    /// <summary>The dependency descriptor as the packet carried it; empty without one.</summary>
    public ReadOnlySpan<byte> Descriptor(int index) => _payloads[index].Bytes[_packets[index].PayloadLength..];

    /// <summary>The stream is over: forgets all and lets go of the memory.</summary>
    public void Clear()
    {
        _store.Clear();
        (_packets, _payloads) = ([], []);
    }

    /// <summary>The place of the number is taken by another one that somebody may still ask for.</summary>
    private bool IsNeeded(Instant now, long sequence)
    {
        ref readonly var holder = ref _packets[(int)sequence & (_packets.Length - 1)];
        return holder.Sequence != long.MinValue && holder.Sequence != sequence && now - holder.ArrivedAt < Lifetime;
    }

    private void Grow()
    {
        var (packets, payloads) = (_packets, _payloads);
        var newest = long.MinValue;
        foreach (ref readonly var packet in packets.AsSpan())
        {
            newest = Math.Max(newest, packet.Sequence);
        }

        _floor = Math.Max(_floor, newest - packets.Length);
        Resize(packets.Length * 2);
        for (var old = 0; old < packets.Length; old++)
        {
            // What had places of its own before has them in twice as many.
            if (packets[old].Sequence != Nothing.Sequence)
            {
                var index = (int)packets[old].Sequence & (_packets.Length - 1);
                (_packets[index], _payloads[index]) = (packets[old], payloads[old]);
            }
        }
    }

    private void Resize(int capacity)
    {
        (_packets, _payloads) = (new StoredPacket[capacity], new StoredPayload[capacity]);
        Array.Fill(_packets, Nothing);
    }
}
