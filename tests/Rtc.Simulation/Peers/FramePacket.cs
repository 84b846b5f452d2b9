using System.Buffers.Binary;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>What a simulated media packet carries behind one byte of VP8 descriptor or Opus TOC: which part of which frame it is.</summary>
/// <param name="Track">Of the sender; unique in the world.</param>
/// <param name="Frame">Counts the track's frames.</param>
/// <param name="CapturedAt">World time, in µs.</param>
/// <param name="Index">Among the frame's packets.</param>
/// <param name="Count">Of the frame's packets.</param>
/// <param name="IsKey">A frame that decodes on its own; all audio is.</param>
public readonly record struct FramePacket(uint Track, uint Frame, long CapturedAt, ushort Index, ushort Count, bool IsKey)
{
    /// <summary>Descriptor, first byte of the frame, and the fields.</summary>
    public const int HeaderLength = 22;

    public void WriteTo(Span<byte> payload, bool isVideo)
    {
        // VP8: S on the first packet (RFC 7741 §4.2), P as the frame's lowest bit. Opus: any TOC.
        payload[0] = (byte)(isVideo && Index == 0 ? 0x10 : 0);
        payload[1] = (byte)(IsKey ? 0 : 1);
        BinaryPrimitives.WriteUInt32BigEndian(payload[2..], Track);
        BinaryPrimitives.WriteUInt32BigEndian(payload[6..], Frame);
        BinaryPrimitives.WriteInt64BigEndian(payload[10..], CapturedAt);
        BinaryPrimitives.WriteUInt16BigEndian(payload[18..], Index);
        BinaryPrimitives.WriteUInt16BigEndian(payload[20..], Count);
        payload[HeaderLength..].Fill((byte)(Frame + Index));
    }

    public static FramePacket Read(ReadOnlySpan<byte> payload)
    {
        Assert.True(payload.Length >= HeaderLength, "a media packet is shorter than all that were sent");
        var packet = new FramePacket(
            BinaryPrimitives.ReadUInt32BigEndian(payload[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(payload[6..]),
            BinaryPrimitives.ReadInt64BigEndian(payload[10..]),
            BinaryPrimitives.ReadUInt16BigEndian(payload[18..]),
            BinaryPrimitives.ReadUInt16BigEndian(payload[20..]),
            (payload[1] & 1) == 0);
        Assert.True(
            !payload[HeaderLength..].ContainsAnyExcept((byte)(packet.Frame + packet.Index)), "a media packet's payload was damaged");
        return packet;
    }
}
