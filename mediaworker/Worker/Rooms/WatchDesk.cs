using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Rooms;

/// <summary>What a participant wants to see (rule WA1): checked here, carried out by the media plane.</summary>
internal sealed class WatchDesk(RoomContext context, RoomOutbox outbox)
{
    public const int LongestParticipantId = 128;

    public void Watch(Member member, WatchMessage message)
    {
        if (Refuse(message) is { } wrong)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, wrong);
            return;
        }

        if (member.HasMedia)
        {
            member.Watch = message;
            context.Media.Watch(member.Key, message);
        }
    }

    private static string? Refuse(WatchMessage message)
    {
        if (message.Tracks.Count > WatchMessage.MostTracks)
        {
            return $"tracks names at most {WatchMessage.MostTracks}.";
        }

        return message.Tracks.DistinctBy(track => (track.ParticipantId, track.Source)).Count() != message.Tracks.Count
            ? "A track is named twice."
            : message.Tracks.Select(Refuse).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Refuse(WatchedTrack track) => track switch
    {
        { ParticipantId.Length: 0 or > LongestParticipantId } => "A participantId has 1 to 128 characters.",
        { Source: not (TrackSource.Camera or TrackSource.Screen) } => "A track is a camera or a screen.",
        { Width: null, Height: not null } or { Width: not null, Height: null } => "width and height come together.",
        { Width: < 1 or > WatchedTrack.LargestSide } or { Height: < 1 or > WatchedTrack.LargestSide } =>
            "width and height are 1 to 16,384 pixels.",
        { Priority: < 0 or > WatchedTrack.HighestPriority } => "priority is 0 to 100.",
        { Pinned: true, Hidden: true } => "A track is pinned or hidden, not both.",
        _ => null,
    };
}
