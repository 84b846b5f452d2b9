namespace Serverless.Rtc.Bandwidth;

/// <summary>A packet that waits, by its place in the publisher's history; eight bytes.</summary>
internal readonly record struct DeferredPacket
{
    /// <summary>No packet is empty, so nothing else equals it.</summary>
    public static readonly DeferredPacket Forgotten;

    private const int BytesBits = 16;
    private const int SlotBits = 8;

    private readonly ulong _packed;

    /// <param name="slot">That it is for.</param>
    /// <param name="sequence">The publisher's, extended: 40 bits last for centuries.</param>
    /// <param name="bytes">1 to 65,535.</param>
    public DeferredPacket(byte slot, long sequence, int bytes) =>
        _packed = ((ulong)sequence << (BytesBits + SlotBits)) | ((ulong)slot << BytesBits) | (ushort)bytes;

    public byte Slot => (byte)(_packed >> BytesBits);

    public long Sequence => (long)_packed >> (BytesBits + SlotBits);

    public int Bytes => (ushort)_packed;

    public bool IsForgotten => _packed == 0;
}
