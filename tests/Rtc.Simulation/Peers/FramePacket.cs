using System.Buffers.Binary;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>What a simulated media packet carries behind its codec's header: which part of which frame it is.</summary>
/// <param name="Track">Of the sender; unique in the world.</param>
/// <param name="Frame">Counts the track's frames; those of one moment have one number in all layers.</param>
/// <param name="CapturedAt">World time, in µs.</param>
/// <param name="Index">Among the frame's packets, with SVC the layer's.</param>
/// <param name="Count">Of these packets.</param>
/// <param name="IsKey">A frame that decodes on its own; all audio is.</param>
public readonly record struct FramePacket(uint Track, uint Frame, long CapturedAt, ushort Index, ushort Count, bool IsKey)
{
    private const int AudioHeader = 1;
    private const int Fields = 26;

    /// <summary>The simulcast or spatial layer, by quality.</summary>
    public byte Layer { get; init; }

    /// <summary>The picture has the layers below as well, under the same number and timestamp.</summary>
    public bool IsScalable { get; init; }

    public byte TemporalId { get; init; }

    /// <summary>The viewer's decoder may step up to this frame's temporal layer here.</summary>
    public bool IsLayerSync { get; init; }

    /// <summary>The frame that this one needs, of the same layer; nothing for a key frame.</summary>
    public uint Reference { get; init; }

    /// <summary>As the packet says, 15 bits; 0 for a codec that has none.</summary>
    public ushort PictureId { get; init; }

    /// <summary>TL0PICIDX, as the packet says.</summary>
    public byte BaseIndex { get; init; }

    /// <summary>RTP's marker: nothing more comes of the picture.</summary>
    public bool EndsPicture { get; init; }

    /// <summary>What is shown at once.</summary>
    public (uint Track, byte Layer, uint Frame) Picture => (Track, IsScalable ? (byte)0 : Layer, Frame);

    public void WriteTo(Span<byte> payload, CodecKind codec)
    {
        var header = AudioHeader;
        payload[0] = 0;
        if (IsVideo(codec))
        {
            header = VideoHeader.Write(payload, this, codec);
        }

        var fields = payload[header..];
        BinaryPrimitives.WriteUInt32BigEndian(fields, Track);
        BinaryPrimitives.WriteUInt32BigEndian(fields[4..], Frame);
        BinaryPrimitives.WriteInt64BigEndian(fields[8..], CapturedAt);
        BinaryPrimitives.WriteUInt16BigEndian(fields[16..], Index);
        BinaryPrimitives.WriteUInt16BigEndian(fields[18..], Count);
        BinaryPrimitives.WriteUInt32BigEndian(fields[20..], Reference);
        fields[24] = Layer;
        fields[25] = (byte)((IsKey ? 1 : 0) | (IsScalable ? 2 : 0));
        fields[Fields..].Fill((byte)(Frame + Index));
    }

    public static FramePacket Read(ReadOnlySpan<byte> payload, CodecKind codec, bool marker)
    {
        var (header, seen) = IsVideo(codec) ? VideoHeader.Read(payload, codec) : (AudioHeader, default);
        var fields = payload[header..];
        Assert.True(fields.Length >= Fields, "a media packet is shorter than all that were sent");
        var packet = seen with
        {
            Track = BinaryPrimitives.ReadUInt32BigEndian(fields),
            Frame = BinaryPrimitives.ReadUInt32BigEndian(fields[4..]),
            CapturedAt = BinaryPrimitives.ReadInt64BigEndian(fields[8..]),
            Index = BinaryPrimitives.ReadUInt16BigEndian(fields[16..]),
            Count = BinaryPrimitives.ReadUInt16BigEndian(fields[18..]),
            IsKey = (fields[25] & 1) != 0,
            Reference = BinaryPrimitives.ReadUInt32BigEndian(fields[20..]),
            Layer = fields[24],
            IsScalable = (fields[25] & 2) != 0,
            EndsPicture = marker,
        };
        Assert.True(
            !fields[Fields..].ContainsAnyExcept((byte)(packet.Frame + packet.Index)), "a media packet's payload was damaged");
        return packet;
    }

    private static bool IsVideo(CodecKind codec) => codec is not (CodecKind.Opus or CodecKind.Red);
}
