using System.Buffers.Binary;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// The VP9 payload descriptor (RFC 9628 §4.2). Rewriting methods change a copy of the payload in place and keep every
/// field's width, so the packet's length stays.
/// </summary>
public readonly record struct Vp9Payload
{
    private const int MaximumReferences = 3;

    /// <summary>Of the descriptor; the VP9 data follows.</summary>
    public int DescriptorLength { get; private init; }

    /// <summary>7 or 15 bits; null when absent. All spatial layers of a picture share it.</summary>
    public ushort? PictureId { get; private init; }

    public bool IsPictureIdLong { get; private init; }

    /// <summary>P: refers to earlier pictures.</summary>
    public bool IsInterPredicted { get; private init; }

    /// <summary>F: says itself what it refers to.</summary>
    public bool IsFlexible { get; private init; }

    /// <summary>B: first packet of a layer's frame.</summary>
    public bool IsStartOfFrame { get; private init; }

    /// <summary>E: last packet of a layer's frame.</summary>
    public bool IsEndOfFrame { get; private init; }

    /// <summary>Z: no higher spatial layer refers to this frame.</summary>
    public bool IsNotInterLayerReference { get; private init; }

    /// <summary>L: the layer fields are there.</summary>
    public bool HasLayers { get; private init; }

    /// <summary>TID, 0–7.</summary>
    public byte TemporalId { get; private init; }

    /// <summary>SID, 0–7.</summary>
    public byte SpatialId { get; private init; }

    /// <summary>U: pictures of higher temporal layers that follow need none of those that came before.</summary>
    public bool IsSwitchingUpPoint { get; private init; }

    /// <summary>D: refers to the next lower spatial layer of this picture.</summary>
    public bool IsInterLayerPredicted { get; private init; }

    /// <summary>TL0PICIDX, where not flexible; null when absent.</summary>
    public byte? BaseLayerIndex { get; private init; }

    /// <summary>Spatial layers, from the scalability structure; zero when the packet has none.</summary>
    public int SpatialLayers { get; private init; }

    /// <summary>Of the highest spatial layer, in pixels; zero when unknown.</summary>
    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>The first packet of a picture that needs no earlier one.</summary>
    public bool IsKeyFrame => !IsInterPredicted && IsStartOfFrame && SpatialId == 0;

    private int PictureIdOffset { get; init; }

    private int BaseLayerIndexOffset { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp9Payload parsed)
    {
        parsed = default;
        var reader = new SpanReader(payload);
        if (!reader.TryReadU8(out var first))
        {
            return false;
        }

        var descriptor = new Vp9Payload
        {
            IsInterPredicted = (first & 0x40) != 0,
            HasLayers = (first & 0x20) != 0,
            IsFlexible = (first & 0x10) != 0,
            IsStartOfFrame = (first & 0x08) != 0,
            IsEndOfFrame = (first & 0x04) != 0,
            IsNotInterLayerReference = (first & 0x01) != 0,
        };
        if (((first & 0x80) != 0 && !TryReadPictureId(ref reader, ref descriptor))
            || (descriptor.HasLayers && !TryReadLayers(ref reader, ref descriptor))
            || (descriptor is { IsInterPredicted: true, IsFlexible: true } && !TrySkipReferences(ref reader))
            || ((first & 0x02) != 0 && !TryReadStructure(ref reader, ref descriptor))
            || reader.Remaining == 0)
        {
            return false;
        }

        parsed = descriptor with { DescriptorLength = reader.Position };
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

    private static bool TryReadPictureId(ref SpanReader reader, ref Vp9Payload parsed)
    {
        var offset = reader.Position;
        if (!reader.TryReadU8(out var high))
        {
            return false;
        }

        if ((high & 0x80) == 0)
        {
            parsed = parsed with { PictureId = high, PictureIdOffset = offset };
            return true;
        }

        if (!reader.TryReadU8(out var low))
        {
            return false;
        }

        var pictureId = (ushort)(((high & 0x7F) << 8) | low);
        parsed = parsed with { PictureId = pictureId, IsPictureIdLong = true, PictureIdOffset = offset };
        return true;
    }

    private static bool TryReadLayers(ref SpanReader reader, ref Vp9Payload parsed)
    {
        if (!reader.TryReadU8(out var layers))
        {
            return false;
        }

        parsed = parsed with
        {
            TemporalId = (byte)(layers >> 5),
            IsSwitchingUpPoint = (layers & 0x10) != 0,
            SpatialId = (byte)((layers >> 1) & 7),
            IsInterLayerPredicted = (layers & 1) != 0,
        };
        if (parsed.IsFlexible)
        {
            return true;
        }

        var offset = reader.Position;
        var read = reader.TryReadU8(out var index);
        parsed = parsed with { BaseLayerIndex = index, BaseLayerIndexOffset = offset };
        return read;
    }

    /// <summary>P_DIFF and N, up to three times: N announces another one.</summary>
    private static bool TrySkipReferences(ref SpanReader reader)
    {
        for (var count = 0; count < MaximumReferences; count++)
        {
            if (!reader.TryReadU8(out var reference))
            {
                return false;
            }

            if ((reference & 1) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// N_S, Y and G, then a size per spatial layer, then the pictures of a group with their references.
    /// </summary>
    private static bool TryReadStructure(ref SpanReader reader, ref Vp9Payload parsed)
    {
        if (!reader.TryReadU8(out var header))
        {
            return false;
        }

        parsed = parsed with { SpatialLayers = (header >> 5) + 1 };
        if ((header & 0x10) != 0)
        {
            for (var layer = 0; layer < parsed.SpatialLayers; layer++)
            {
                if (!reader.TryReadU16(out var width) || !reader.TryReadU16(out var height))
                {
                    return false;
                }

                parsed = parsed with { Width = width, Height = height };
            }
        }

        return (header & 0x08) == 0 || TrySkipGroup(ref reader);
    }

    private static bool TrySkipGroup(ref SpanReader reader)
    {
        if (!reader.TryReadU8(out var pictures))
        {
            return false;
        }

        for (var picture = 0; picture < pictures; picture++)
        {
            // R, the count of references, is in bits 2 and 3.
            if (!reader.TryReadU8(out var layers) || !reader.TrySkip((layers >> 2) & 3))
            {
                return false;
            }
        }

        return true;
    }
}
