using System.Buffers.Binary;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// The VP8 payload descriptor and the first bytes of the frame (RFC 7741 §4.2, RFC 6386 §9.1). Rewriting methods
/// change a copy of the payload in place and keep every field's width, so the packet's length stays.
/// </summary>
public readonly record struct Vp8Payload
{
    private const int NoOffset = -1;

    /// <summary>Of the descriptor; the VP8 data follows.</summary>
    public int DescriptorLength { get; private init; }

    /// <summary>N: no other frame needs this one.</summary>
    public bool IsNonReference { get; private init; }

    /// <summary>S.</summary>
    public bool IsStartOfPartition { get; private init; }

    /// <summary>PID, 0–7.</summary>
    public byte PartitionIndex { get; private init; }

    /// <summary>7 or 15 bits; null when absent.</summary>
    public ushort? PictureId { get; private init; }

    public bool IsPictureIdLong { get; private init; }

    /// <summary>TL0PICIDX: counts base-layer frames; null when absent.</summary>
    public byte? BaseLayerIndex { get; private init; }

    /// <summary>TID, 0–3; null when absent.</summary>
    public byte? TemporalId { get; private init; }

    /// <summary>Y: depends on the base layer only, so a receiver may step up to this layer here.</summary>
    public bool IsLayerSync { get; private init; }

    /// <summary>KEYIDX, 0–31; null when absent.</summary>
    public byte? KeyIndex { get; private init; }

    /// <summary>The first packet of a frame: its first partition starts here.</summary>
    public bool IsStartOfFrame => IsStartOfPartition && PartitionIndex == 0;

    /// <summary>The first packet of a key frame.</summary>
    public bool IsKeyFrame { get; private init; }

    /// <summary>Of a key frame, in pixels; zero when unknown.</summary>
    public int Width { get; private init; }

    public int Height { get; private init; }

    private int PictureIdOffset { get; init; }

    private int BaseLayerIndexOffset { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Payload parsed)
    {
        parsed = default;
        if (!TryParseDescriptor(payload, out var descriptor) || descriptor.DescriptorLength >= payload.Length)
        {
            return false;
        }

        // P, the lowest bit of the frame's first byte, is zero in a key frame.
        var frame = payload[descriptor.DescriptorLength..];
        var isKeyFrame = descriptor.IsStartOfFrame && (frame[0] & 1) == 0;
        parsed = isKeyFrame ? WithDimensions(descriptor with { IsKeyFrame = true }, frame) : descriptor;
        return true;
    }

    /// <summary>Puts another picture id into a copy of the parsed payload; does nothing when there is none.</summary>
    public void WritePictureId(Span<byte> payload, ushort pictureId)
    {
        if (PictureId is null)
        {
            return;
        }

        if (IsPictureIdLong)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[PictureIdOffset..], (ushort)(pictureId | 0x8000));
        }
        else
        {
            payload[PictureIdOffset] = (byte)(pictureId & 0x7F);
        }
    }

    /// <summary>Puts another TL0PICIDX into a copy of the parsed payload; does nothing when there is none.</summary>
    public void WriteBaseLayerIndex(Span<byte> payload, byte index)
    {
        if (BaseLayerIndex is not null)
        {
            payload[BaseLayerIndexOffset] = index;
        }
    }

    private static bool TryParseDescriptor(ReadOnlySpan<byte> payload, out Vp8Payload parsed)
    {
        parsed = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        var first = payload[0];
        parsed = new Vp8Payload
        {
            DescriptorLength = 1,
            IsNonReference = (first & 0x20) != 0,
            IsStartOfPartition = (first & 0x10) != 0,
            PartitionIndex = (byte)(first & 0x07),
            PictureIdOffset = NoOffset,
            BaseLayerIndexOffset = NoOffset,
        };

        // X announces the octet that announces the optional fields I, L, T and K, in this order.
        return (first & 0x80) == 0 || (payload.Length >= 2 && TryParseOptional(payload, payload[1], ref parsed));
    }

    private static bool TryParseOptional(ReadOnlySpan<byte> payload, byte present, ref Vp8Payload parsed)
    {
        var position = 2;
        if ((present & 0x80) != 0)
        {
            if (!TryParsePictureId(payload, ref position, ref parsed))
            {
                return false;
            }
        }

        if ((present & 0x40) != 0)
        {
            if (position >= payload.Length)
            {
                return false;
            }

            parsed = parsed with { BaseLayerIndex = payload[position], BaseLayerIndexOffset = position };
            position++;
        }

        // T and K share one octet, there when either is.
        if ((present & 0x30) != 0)
        {
            if (position >= payload.Length)
            {
                return false;
            }

            var shared = payload[position++];
            parsed = parsed with
            {
                TemporalId = (present & 0x20) != 0 ? (byte)(shared >> 6) : null,
                IsLayerSync = (present & 0x20) != 0 && (shared & 0x20) != 0,
                KeyIndex = (present & 0x10) != 0 ? (byte)(shared & 0x1F) : null,
            };
        }

        parsed = parsed with { DescriptorLength = position };
        return true;
    }

    private static bool TryParsePictureId(ReadOnlySpan<byte> payload, ref int position, ref Vp8Payload parsed)
    {
        if (position >= payload.Length)
        {
            return false;
        }

        var isLong = (payload[position] & 0x80) != 0;
        if (isLong && position + 1 >= payload.Length)
        {
            return false;
        }

        var pictureId = isLong
            ? (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[position..]) & 0x7FFF)
            : payload[position];
        parsed = parsed with { PictureId = pictureId, IsPictureIdLong = isLong, PictureIdOffset = position };
        position += isLong ? 2 : 1;
        return true;
    }

    /// <summary>
    /// Frame tag (3 bytes), start code 9d 01 2a, then two times 14 bits of size under 2 of scale, little-endian.
    /// </summary>
    private static Vp8Payload WithDimensions(Vp8Payload parsed, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 10 || !frame[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            return parsed;
        }

        return parsed with
        {
            Width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF,
            Height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF,
        };
    }
}
