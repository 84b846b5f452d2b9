using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>
/// What the sender wants to see, all of it: it takes the place of the one before. Names of people who are not here yet count
/// when they come. Who never sends one sees whoever is live.
/// </summary>
/// <param name="Tracks">At most <see cref="MostTracks"/>, each once; the order decides between equals.</param>
/// <param name="Others">What becomes of the live tracks that are not named.</param>
public sealed record WatchMessage(
    IReadOnlyList<WatchedTrack> Tracks, OtherTracks Others = OtherTracks.Show) : ClientMessage
{
    public const int MostTracks = 50;
}

/// <summary>A camera or a screen, and how it is to be shown.</summary>
/// <param name="ParticipantId">Whose; 1 to 128 characters.</param>
/// <param name="Source">Camera or screen: pictures only.</param>
/// <param name="Width">On the viewer's screen, in physical pixels, 1 to <see cref="LargestSide"/>; absent, with the height: as good as there is.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Priority">0 to <see cref="HighestPriority"/>: who gets a slot, and bandwidth, first.</param>
/// <param name="Pinned">Holds a slot while it is live, and so does its person's sound.</param>
/// <param name="Hidden">Takes no slot, and no bandwidth.</param>
public sealed record WatchedTrack(
    string ParticipantId,
    TrackSource Source,
    int? Width = null,
    int? Height = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Priority = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Pinned = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Hidden = false)
{
    public const int LargestSide = 16_384;
    public const int HighestPriority = 100;
}

[JsonConverter(typeof(NamedEnumConverter<OtherTracks>))]
public enum OtherTracks
{
    /// <summary>They fill the slots that are left.</summary>
    [JsonStringEnumMemberName("show")]
    Show,

    /// <summary>Only the dominant speaker gets a slot unasked.</summary>
    [JsonStringEnumMemberName("hide")]
    Hide,
}
