using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Lets a viewer's audio slots follow the room's programme (<see cref="VoiceRanking"/>), with what its pictures ask for:
/// who is pinned is heard (rule WA5), and who is seen in video slot 0 is heard in audio slot 0, in lip sync (rule WA6).
/// </summary>
internal static class SoundAssigner
{
    /// <summary>After tracks came or went, or the viewer's pictures changed.</summary>
    /// <returns>True if any slot plays something else.</returns>
    public static bool Assign(Instant now, Participant viewer, LiveTracks live, VoiceRanking programme)
    {
        if (viewer.Audio is not { } audio)
        {
            return false;
        }

        Prefer(viewer, audio, live);
        audio.Update(now, programme, viewer.ParticipantId);
        var changed = false;
        foreach (var slot in viewer.Slots)
        {
            if (slot.Section.Kind == MediaKind.Audio && slot.Section.Slot.Index < audio.Count)
            {
                changed |= TryPlay(slot, live.Find(audio[slot.Section.Slot.Index]));
            }
        }

        return changed;
    }

    /// <summary>As <see cref="Assign"/>, while no track came or went: looks no further when the programme is what it was.</summary>
    public static bool Follow(Instant now, Participant viewer, LiveTracks live, VoiceRanking programme) =>
        viewer.Audio is { } audio
        && audio.Update(now, programme, viewer.ParticipantId)
        && Assign(now, viewer, live, programme);

    private static void Prefer(Participant viewer, AudioSlotMap audio, LiveTracks live)
    {
        VoiceSource? front = null;
        foreach (var slot in viewer.Slots)
        {
            if (slot.Section.Kind == MediaKind.Video && slot.Section.Slot.Index == 0 && slot.Source is { } source)
            {
                front = live.SoundOf(source.Name);
            }
        }

        audio.Prefer(front);
        foreach (var wish in viewer.Wishes.Pinned)
        {
            audio.Pin(live.SoundOf(wish.Name));
        }
    }

    private static bool TryPlay(Slot slot, Publication? track)
    {
        if (slot.Source == track)
        {
            return false;
        }

        slot.Play(track);
        return true;
    }
}
