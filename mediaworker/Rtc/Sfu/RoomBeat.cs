using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// When rooms are looked at: in a steady beat while something is heard in them, since who is heard changes with what is said; and
/// when slots that wait in a crowd are to be assigned.
/// </summary>
internal sealed class RoomBeat(Registry registry, IMediaEngineEvents events)
{
    public Instant Next { get; private set; } = Instant.Never;

    /// <summary>A track of the room became live, or has another codec.</summary>
    public void Changed(Instant now, Room room)
    {
        AssignSlots(now, room);
        Next = Instant.Min(Next, now + VoiceRanking.Interval);
    }

    public void AssignSlots(Instant now, Room room)
    {
        room.AssignSlots(now, events);
        Note(room);
    }

    /// <summary>The room may have something to do a moment later.</summary>
    public void Note(Room room) => Next = Instant.Min(Next, room.NextTimeout);

    public void HandleTimeout(Instant now)
    {
        if (now < Next)
        {
            return;
        }

        Next = Instant.Never;
        foreach (var room in registry.Rooms)
        {
            room.HandleTimeout(now, events);
            if (room.Voices.Count > 0)
            {
                room.FollowVoices(now, events);
                Next = Instant.Min(Next, now + VoiceRanking.Interval);
            }

            Note(room);
        }
    }
}
