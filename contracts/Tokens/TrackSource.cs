using System.Text.Json.Serialization;

namespace Serverless.Contracts.Tokens;

/// <summary>What a published track shows or sounds like.</summary>
[JsonConverter(typeof(NamedEnumConverter<TrackSource>))]
public enum TrackSource
{
    [JsonStringEnumMemberName("microphone")]
    Microphone,

    [JsonStringEnumMemberName("camera")]
    Camera,

    [JsonStringEnumMemberName("screen")]
    Screen,

    [JsonStringEnumMemberName("screenAudio")]
    ScreenAudio,
}
