using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>Says what the media section <paramref name="Mid"/> of an offer will carry.</summary>
/// <param name="Mid">Of the offer.</param>
/// <param name="Source">What it shows or sounds like to others.</param>
/// <param name="Content">Of sound; absent: speech.</param>
public sealed record PublishSection(string Mid, TrackSource Source, AudioContent? Content = null);

[JsonConverter(typeof(NamedEnumConverter<AudioContent>))]
public enum AudioContent
{
    /// <summary>Mono, silence is not sent, and three voices at a time are heard.</summary>
    [JsonStringEnumMemberName("speech")]
    Speech,

    /// <summary>Stereo and never cut: holds an audio slot while it is active, whatever its level.</summary>
    [JsonStringEnumMemberName("music")]
    Music,
}
