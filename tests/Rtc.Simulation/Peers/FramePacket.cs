using System.Buffers.Binary;
using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>What a simulated media packet carries behind its VP8 descriptor or Opus TOC: which part of which frame it is.</summary>
/// <param name="Track">Of the sender; unique in the world.</param>
/// <param name="Frame">Counts the track's frames; those of one moment have one number in all simulcast layers.</param>
/// <param name="CapturedAt">World time, in µs.</param>
/// <param name="Index">Among the frame's packets.</param>
/// <param name="Count">Of the frame's packets.</param>
/// <param name="IsKey">A frame that decodes on its own; all audio is.</param>
public readonly record struct FramePacket(uint Track, uint Frame, long CapturedAt, ushort Index, ushort Count, bool IsKey)
{
    /// <summary>Of VP8: X, I with 15 bits, L, T (RFC 7741 §4.2).</summary>
    private const int DescriptorLength = 6;

    /// <summary>Frame tag, start code and size of a key frame (RFC 6386 §9.1); of others, nothing that is looked at.</summary>
    private const int VideoHeader = DescriptorLength + 10;
    private const int AudioHeader = 1;
    private const int Fields = 26;

    /// <summary>The simulcast layer, by quality.</summary>
    public byte Layer { get; init; }

    public byte TemporalId { get; init; }

    /// <summary>The viewer's decoder may step up to this frame's temporal layer here.</summary>
    public bool IsLayerSync { get; init; }

    /// <summary>The frame that this one needs; nothing for a key frame.</summary>
    public uint Reference { get; init; }

    /// <summary>As the packet says, 15 bits.</summary>
    public ushort PictureId { get; init; }

    /// <summary>TL0PICIDX, as the packet says.</summary>
    public byte BaseIndex { get; init; }

    public void WriteTo(Span<byte> payload, bool isVideo)
    {
        if (isVideo)
        {
            WriteVp8(payload);
        }
        else
        {
            payload[0] = 0;
        }

        var fields = payload[(isVideo ? VideoHeader : AudioHeader)..];
        BinaryPrimitives.WriteUInt32BigEndian(fields, Track);
        BinaryPrimitives.WriteUInt32BigEndian(fields[4..], Frame);
        BinaryPrimitives.WriteInt64BigEndian(fields[8..], CapturedAt);
        BinaryPrimitives.WriteUInt16BigEndian(fields[16..], Index);
        BinaryPrimitives.WriteUInt16BigEndian(fields[18..], Count);
        BinaryPrimitives.WriteUInt32BigEndian(fields[20..], Reference);
        fields[24] = Layer;
        fields[25] = (byte)(IsKey ? 1 : 0);
        fields[Fields..].Fill((byte)(Frame + Index));
    }

    public static FramePacket Read(ReadOnlySpan<byte> payload, bool isVideo)
    {
        var vp8 = default(Vp8Payload);
        Assert.True(!isVideo || Vp8Payload.TryParse(payload, out vp8), "a viewer got no VP8");
        var fields = payload[(isVideo ? VideoHeader : AudioHeader)..];
        Assert.True(fields.Length >= Fields, "a media packet is shorter than all that were sent");
        var packet = new FramePacket(
            BinaryPrimitives.ReadUInt32BigEndian(fields),
            BinaryPrimitives.ReadUInt32BigEndian(fields[4..]),
            BinaryPrimitives.ReadInt64BigEndian(fields[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(fields[16..]),
            BinaryPrimitives.ReadUInt16BigEndian(fields[18..]),
            fields[25] == 1)
        {
            Reference = BinaryPrimitives.ReadUInt32BigEndian(fields[20..]),
            Layer = fields[24],
            TemporalId = vp8.TemporalId ?? 0,
            IsLayerSync = vp8.IsLayerSync,
            PictureId = vp8.PictureId ?? 0,
            BaseIndex = vp8.BaseLayerIndex ?? 0,
        };
        Assert.True(
            !fields[Fields..].ContainsAnyExcept((byte)(packet.Frame + packet.Index)), "a media packet's payload was damaged");
        return packet;
    }

    private void WriteVp8(Span<byte> payload)
    {
        payload[0] = (byte)(Index == 0 ? 0x90 : 0x80);
        payload[1] = 0xE0;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(PictureId | 0x8000));
        payload[4] = BaseIndex;
        payload[5] = (byte)((TemporalId << 6) | (IsLayerSync ? 0x20 : 0));
        payload[DescriptorLength..VideoHeader].Clear();
        payload[DescriptorLength] = (byte)(IsKey ? 0 : 1);
        if (IsKey && Index == 0)
        {
            ReadOnlySpan<byte> startCode = [0x9D, 0x01, 0x2A];
            startCode.CopyTo(payload[(DescriptorLength + 3)..]);
            BinaryPrimitives.WriteUInt16LittleEndian(payload[(DescriptorLength + 6)..], (ushort)(320 << Layer));
            BinaryPrimitives.WriteUInt16LittleEndian(payload[(DescriptorLength + 8)..], (ushort)(180 << Layer));
        }
    }
}
