using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu;

/// <summary>What a packet's payload says of the stream that it belongs to, read once when it arrived.</summary>
internal readonly record struct PacketFacts
{
    /// <summary>First packet of a frame that decodes on its own.</summary>
    public bool StartsKeyFrame { get; init; }

    public byte SpatialId { get; init; }

    public byte TemporalId { get; init; }

    /// <summary>Of the highest spatial layer, where the packet tells.</summary>
    public FrameSize Size { get; init; }

    /// <summary>The payload descriptor; its length is 0 for what is no VP8.</summary>
    public Vp8Payload Vp8 { get; init; }

    /// <summary>The payload descriptor; its length is 0 for what is no VP9.</summary>
    public Vp9Payload Vp9 { get; init; }

    public static PacketFacts Read(CodecKind codec, ReadOnlySpan<byte> payload) => codec switch
    {
        CodecKind.Vp8 => ReadVp8(payload),
        CodecKind.Vp9 => ReadVp9(payload),
        CodecKind.H264 => ReadH264(payload),

        // N of the aggregation header: a coded video sequence begins (AV1 RTP specification, 4.4).
        CodecKind.Av1 => new PacketFacts { StartsKeyFrame = payload.Length > 0 && (payload[0] & 0x08) != 0 },
        CodecKind.Opus or CodecKind.Red => default,
    };

    /// <summary>Of a packet with a dependency descriptor, which tells all.</summary>
    public static PacketFacts Read(in DependencyDescriptor dependency, DependencyStructure structure)
    {
        var top = structure.Target(structure.FindTarget(byte.MaxValue, byte.MaxValue, dependency.ActiveTargets)).Spatial;
        var (width, height) = structure.Resolution(top);
        return new PacketFacts
        {
            StartsKeyFrame = dependency is { StartsSequence: true, IsStartOfFrame: true },
            SpatialId = dependency.SpatialId,
            TemporalId = dependency.TemporalId,
            Size = dependency.StartsSequence ? new FrameSize(width, height) : default,
        };
    }

    private static PacketFacts ReadVp8(ReadOnlySpan<byte> payload) =>
        Vp8Payload.TryParse(payload, out var vp8)
            ? new PacketFacts
            {
                StartsKeyFrame = vp8.IsKeyFrame,
                TemporalId = vp8.TemporalId ?? 0,
                Size = new FrameSize(vp8.Width, vp8.Height),
                Vp8 = vp8,
            }
            : default;

    private static PacketFacts ReadH264(ReadOnlySpan<byte> payload) =>
        H264Payload.TryParse(payload, out var h264)
            ? new PacketFacts { StartsKeyFrame = h264.IsKeyFrame, Size = new FrameSize(h264.Width, h264.Height) }
            : default;

    private static PacketFacts ReadVp9(ReadOnlySpan<byte> payload) =>
        Vp9Payload.TryParse(payload, out var vp9)
            ? new PacketFacts
            {
                StartsKeyFrame = vp9.IsKeyFrame,
                SpatialId = vp9.SpatialId,
                TemporalId = vp9.TemporalId,
                Size = new FrameSize(vp9.Width, vp9.Height),
                Vp9 = vp9,
            }
            : default;
}
