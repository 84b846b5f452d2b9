using System.Text.Json.Serialization;

namespace Serverless.Contracts.Tokens;

/// <summary>What pictures are encoded in, by the names of their RTP payload formats.</summary>
[JsonConverter(typeof(NamedEnumConverter<VideoCodec>))]
public enum VideoCodec
{
    [JsonStringEnumMemberName("VP8")]
    Vp8,

    [JsonStringEnumMemberName("H264")]
    H264,

    [JsonStringEnumMemberName("VP9")]
    Vp9,

    [JsonStringEnumMemberName("AV1")]
    Av1,
}
