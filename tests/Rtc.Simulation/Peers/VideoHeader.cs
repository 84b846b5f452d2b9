using System.Buffers.Binary;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// The codec's part of a simulated video packet, in front of the fields of <see cref="FramePacket"/>: descriptors and headers as
/// browsers write them, and of the coded picture only what a server looks at.
/// </summary>
internal static class VideoHeader
{
    /// <summary>Of VP8: X, I with 15 bits, L, T (RFC 7741 §4.2).</summary>
    private const int Vp8Descriptor = 6;

    /// <summary>Frame tag, start code and size of a key frame (RFC 6386 §9.1); of others, nothing that is looked at.</summary>
    private const int Vp8FrameHeader = 10;

    /// <summary>I with 15 bits, L, TL0PICIDX (RFC 9628 §4.2).</summary>
    private const int Vp9Descriptor = 5;

    private const byte StapA = 0x78;
    private const byte FuA = 0x7C;
    private const byte Pps = 0x68;
    private const byte Sei = 0x06;

    /// <returns>Its length.</returns>
    public static int Write(Span<byte> payload, FramePacket packet, CodecKind codec) => codec switch
    {
        CodecKind.Vp9 => WriteVp9(payload, packet),
        CodecKind.H264 => WriteH264(payload, packet),
        _ => WriteVp8(payload, packet),
    };

    /// <summary>What the header says, with the place of the fields behind it.</summary>
    public static (int Length, FramePacket Seen) Read(ReadOnlySpan<byte> payload, CodecKind codec)
    {
        switch (codec)
        {
            case CodecKind.Vp9:
                Assert.True(Vp9Payload.TryParse(payload, out var vp9), "a viewer got no VP9");
                return (vp9.DescriptorLength, new FramePacket
                {
                    TemporalId = vp9.TemporalId,
                    PictureId = vp9.PictureId!.Value,
                    BaseIndex = vp9.BaseLayerIndex!.Value,
                });
            case CodecKind.H264:
                Assert.True(H264Payload.TryParse(payload, out _), "a viewer got no H.264");
                return (LengthOfH264(payload), default);
            default:
                Assert.True(Vp8Payload.TryParse(payload, out var vp8), "a viewer got no VP8");
                return (Vp8Descriptor + Vp8FrameHeader, new FramePacket
                {
                    TemporalId = vp8.TemporalId ?? 0,
                    IsLayerSync = vp8.IsLayerSync,
                    PictureId = vp8.PictureId ?? 0,
                    BaseIndex = vp8.BaseLayerIndex ?? 0,
                });
        }
    }

    private static int WriteVp8(Span<byte> payload, FramePacket packet)
    {
        payload[0] = (byte)(packet.Index == 0 ? 0x90 : 0x80);
        payload[1] = 0xE0;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(packet.PictureId | 0x8000));
        payload[4] = packet.BaseIndex;
        payload[5] = (byte)((packet.TemporalId << 6) | (packet.IsLayerSync ? 0x20 : 0));
        var frame = payload.Slice(Vp8Descriptor, Vp8FrameHeader);
        frame.Clear();
        frame[0] = (byte)(packet.IsKey ? 0 : 1);
        if (packet is { IsKey: true, Index: 0 })
        {
            ReadOnlySpan<byte> startCode = [0x9D, 0x01, 0x2A];
            startCode.CopyTo(frame[3..]);
            BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], (ushort)Width(packet));
            BinaryPrimitives.WriteUInt16LittleEndian(frame[8..], (ushort)Height(packet));
        }

        return Vp8Descriptor + Vp8FrameHeader;
    }

    /// <summary>Not flexible, and layers of a size refer to each other in key pictures only (L3T3_KEY).</summary>
    private static int WriteVp9(Span<byte> payload, FramePacket packet)
    {
        var isFirst = packet.Index == 0;
        var hasStructure = packet is { IsKey: true, Index: 0, Layer: 0 };
        payload[0] = (byte)(0xA0
            | (packet.IsKey ? 0 : 0x40)
            | (isFirst ? 0x08 : 0)
            | (packet.Index == packet.Count - 1 ? 0x04 : 0)
            | (hasStructure ? 0x02 : 0)
            | (packet.IsKey ? 0 : 0x01));
        BinaryPrimitives.WriteUInt16BigEndian(payload[1..], (ushort)(packet.PictureId | 0x8000));

        // U: no frame refers to one of its own upper layer, so all are points to switch up at.
        payload[3] = (byte)((packet.TemporalId << 5) | 0x10 | (packet.Layer << 1) | (packet.IsKey && packet.Layer > 0 ? 1 : 0));
        payload[4] = packet.BaseIndex;
        return hasStructure ? Vp9Descriptor + WriteStructure(payload[Vp9Descriptor..]) : Vp9Descriptor;
    }

    /// <summary>N_S and Y, then the size of each layer.</summary>
    private static int WriteStructure(Span<byte> destination)
    {
        const int layers = 3;
        destination[0] = ((layers - 1) << 5) | 0x10;
        for (var layer = 0; layer < layers; layer++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[(1 + (4 * layer))..], (ushort)(320 << layer));
            BinaryPrimitives.WriteUInt16BigEndian(destination[(3 + (4 * layer))..], (ushort)(180 << layer));
        }

        return 1 + (4 * layers);
    }

    /// <summary>
    /// A key frame begins with its parameter sets in one packet (STAP-A); what is in several packets is fragments (FU-A), the rest
    /// are single NAL units (RFC 6184 §5).
    /// </summary>
    private static int WriteH264(Span<byte> payload, FramePacket packet)
    {
        if (packet is { IsKey: true, Index: 0 })
        {
            return WriteParameterSets(payload, packet);
        }

        var first = packet.IsKey ? 1 : 0;
        var type = packet.IsKey ? 5 : 1;
        if (packet.Count - first == 1)
        {
            payload[0] = (byte)(0x60 | type);
            return 1;
        }

        payload[0] = FuA;
        payload[1] = (byte)((packet.Index == first ? 0x80 : 0) | (packet.Index == packet.Count - 1 ? 0x40 : 0) | type);
        return 2;
    }

    private static int WriteParameterSets(Span<byte> payload, FramePacket packet)
    {
        payload[0] = StapA;
        var length = 1;
        foreach (var unit in (byte[][])[H264ParameterSet.Write(Width(packet), Height(packet)), [Pps, 0xCE, 0x3C, 0x80]])
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[length..], (ushort)unit.Length);
            unit.CopyTo(payload[(length + 2)..]);
            length += 2 + unit.Length;
        }

        // The fields travel in a unit that decoders pass over.
        BinaryPrimitives.WriteUInt16BigEndian(payload[length..], (ushort)(payload.Length - length - 2));
        payload[length + 2] = Sei;
        return length + 3;
    }

    private static int LengthOfH264(ReadOnlySpan<byte> payload)
    {
        switch (payload[0])
        {
            case FuA:
                return 2;
            case StapA:
                var offset = 1;
                while (payload[offset + 2] != Sei)
                {
                    offset += 2 + BinaryPrimitives.ReadUInt16BigEndian(payload[offset..]);
                }

                return offset + 3;
            default:
                return 1;
        }
    }

    private static int Width(FramePacket packet) => 320 << packet.Layer;

    private static int Height(FramePacket packet) => 180 << packet.Layer;
}
