using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>What a receive slot plays now.</summary>
/// <param name="Kind">audio or video.</param>
/// <param name="Slot">0-based among the slots of its kind.</param>
/// <param name="Mid">The media section of the receiver's own offer.</param>
/// <param name="ParticipantId">Absent: the slot is empty.</param>
/// <param name="Source">Absent: the slot is empty.</param>
/// <param name="Csrc">The source's number in the CSRC list of forwarded packets; absent: the slot is empty.</param>
/// <param name="Hindrance">Why nothing of the track comes all the same; absent: nothing is in the way.</param>
public sealed record SlotAssignment(
    SlotKind Kind,
    int Slot,
    string Mid,
    string? ParticipantId = null,
    TrackSource? Source = null,
    uint? Csrc = null,
    SlotHindrance? Hindrance = null);

[JsonConverter(typeof(NamedEnumConverter<SlotKind>))]
public enum SlotKind
{
    [JsonStringEnumMemberName("audio")]
    Audio,

    [JsonStringEnumMemberName("video")]
    Video,
}

[JsonConverter(typeof(NamedEnumConverter<SlotHindrance>))]
public enum SlotHindrance
{
    /// <summary>The receiver did not negotiate the codec that the track is sent in.</summary>
    [JsonStringEnumMemberName("codec")]
    Codec,

    /// <summary>The path to the receiver carries no more than what matters more.</summary>
    [JsonStringEnumMemberName("bandwidth")]
    Bandwidth,
}
