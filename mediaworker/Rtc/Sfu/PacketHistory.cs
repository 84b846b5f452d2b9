namespace Serverless.Rtc.Sfu;

/// <summary>
/// The newest packets of one publication, plain. It is both the source that viewers' packets are written from and the
/// retransmission cache for all of them: one copy per publication, not per viewer.
/// </summary>
public sealed class PacketHistory
{
    /// <summary>Media packets stay below 1,200 bytes; larger ones are nobody's we know.</summary>
    public const int MaximumPayload = 1400;

    private readonly StoredPacket[] _packets;
    private readonly byte[] _payloads;
    private readonly int _mask;

    /// <param name="capacity">A power of two: how many sequence numbers back a viewer may ask.</param>
    public PacketHistory(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(capacity), 1);
        _packets = new StoredPacket[capacity];
        _payloads = new byte[capacity * MaximumPayload];
        _mask = capacity - 1;
        Array.Fill(_packets, new StoredPacket { Sequence = long.MinValue });
    }

    /// <returns>Where it is kept; -1 if it is too large, there already, or so late that a newer packet has its place.</returns>
    public int Add(in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        var index = (int)packet.Sequence & _mask;
        if (payload.Length > MaximumPayload || _packets[index].Sequence >= packet.Sequence)
        {
            return -1;
        }

        _packets[index] = packet with { PayloadLength = payload.Length };
        payload.CopyTo(_payloads.AsSpan(index * MaximumPayload));
        return index;
    }

    public bool TryFind(long sequence, out int index)
    {
        index = (int)sequence & _mask;
        return _packets[index].Sequence == sequence;
    }

    public ref readonly StoredPacket Packet(int index) => ref _packets[index];

    public ReadOnlySpan<byte> Payload(int index) =>
        _payloads.AsSpan(index * MaximumPayload, _packets[index].PayloadLength);
}
