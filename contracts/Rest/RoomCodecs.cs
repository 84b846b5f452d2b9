using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Rest;

/// <summary>What a room is sent in. Sound is always Opus.</summary>
/// <param name="Video">
/// What pictures may be sent in, each once. The first, VP8 or H264, is what everybody is taken to decode: publishers fall back
/// to it where somebody who is there decodes no other.
/// </param>
public sealed record RoomCodecs(IReadOnlyList<VideoCodec> Video)
{
    /// <summary>Of rooms that name none: what every browser decodes (RFC 7742 §5).</summary>
    public static RoomCodecs Default { get; } = new([VideoCodec.Vp8, VideoCodec.H264]);
}
