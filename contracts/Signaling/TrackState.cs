using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>One published track as others see it.</summary>
public sealed record TrackState(TrackSource Source, TrackActivity State);

[JsonConverter(typeof(NamedEnumConverter<TrackActivity>))]
public enum TrackActivity
{
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>Published, but silent or dark by the participant's choice.</summary>
    [JsonStringEnumMemberName("muted")]
    Muted,
}
