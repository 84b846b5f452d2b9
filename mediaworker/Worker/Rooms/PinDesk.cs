using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Rooms;

/// <summary>The picture that a moderator pinned for everybody (rule PN1).</summary>
internal sealed class PinDesk(RoomContext context, RoomOutbox outbox, RoomFeed feed)
{
    public void Pin(Member member, PinMessage message)
    {
        if (!member.Ticket.MayModerate)
        {
            outbox.Refuse(member.Key, ErrorCodes.PinForbidden, "Only moderators pin for everybody.");
        }
        else if (message.Track is { ParticipantId.Length: 0 or > WatchDesk.LongestParticipantId })
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "A participantId has 1 to 128 characters.");
        }
        else if (message.Track is { Source: not (TrackSource.Camera or TrackSource.Screen) })
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "A track is a camera or a screen.");
        }
        else if (feed.Pinned != message.Track)
        {
            feed.Pin(message.Track);
            context.Media.Pin(context.Identity.RoomId, message.Track);
        }
    }

    /// <summary>Somebody came, perhaps to where nobody of the room was before.</summary>
    public void Repeat()
    {
        if (feed.Pinned is { } pinned)
        {
            context.Media.Pin(context.Identity.RoomId, pinned);
        }
    }
}
