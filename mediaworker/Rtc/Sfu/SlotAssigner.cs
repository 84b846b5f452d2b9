using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Decides which track feeds which slot. Sound follows the room's programme (<see cref="VoiceRanking"/>). Pictures: first
/// come, first served, and a track stays where it is while it lives; whoever leads the programme and has no slot takes
/// slot 0. The viewer's own wishes take their place here.
/// </summary>
internal static class SlotAssigner
{
    /// <param name="viewer">Whose slots.</param>
    /// <param name="live">The room's live tracks, oldest first.</param>
    /// <param name="lead">Who leads the programme of sound, if anybody.</param>
    /// <returns>True if any slot changed.</returns>
    public static bool AssignVideo(Participant viewer, List<Publication> live, VoiceSource? lead)
    {
        var changed = ReleaseEnded(viewer, live);
        foreach (var track in live)
        {
            if (IsPictureFor(viewer, track)
                && !IsShown(viewer, track)
                && viewer.Slots.Find(slot => slot.Section.Kind == MediaKind.Video && slot.Source is null) is { } free)
            {
                free.Play(track);
                changed = true;
            }
        }

        return ShowLead(viewer, live, lead) || changed;
    }

    /// <inheritdoc cref="AssignVideo"/>
    /// <param name="now">Of the programme.</param>
    /// <param name="programme">Just updated.</param>
    public static bool AssignAudio(Instant now, Participant viewer, List<Publication> live, VoiceRanking programme)
    {
        if (viewer.Audio is not { } audio)
        {
            return false;
        }

        audio.Update(now, programme, viewer.ParticipantId);
        var changed = false;
        foreach (var slot in viewer.Slots)
        {
            if (slot.Section.Kind == MediaKind.Audio && slot.Section.Slot.Index < audio.Count)
            {
                changed |= TryPlay(slot, Find(live, audio[slot.Section.Slot.Index]));
            }
        }

        return changed;
    }

    /// <summary>As <see cref="AssignAudio"/>, while no track came or went: looks no further when the programme is what it was.</summary>
    public static bool FollowAudio(Instant now, Participant viewer, List<Publication> live, VoiceRanking programme) =>
        viewer.Audio is { } audio
        && audio.Update(now, programme, viewer.ParticipantId)
        && AssignAudio(now, viewer, live, programme);

    /// <summary>With more cameras than slots, or only one slot, the one who speaks is seen.</summary>
    public static bool ShowLead(Participant viewer, List<Publication> live, VoiceSource? lead) =>
        lead is not null
        && live.Find(track => track.Source == MediaSource.Camera && track.Publisher.ParticipantId == lead.Owner) is { } camera
        && IsPictureFor(viewer, camera)
        && !IsShown(viewer, camera)
        && viewer.Slots.Find(slot => slot.Section.Kind == MediaKind.Video && slot.Section.Slot.Index == 0) is { } first
        && TryPlay(first, camera);

    private static bool ReleaseEnded(Participant viewer, List<Publication> live)
    {
        var changed = false;
        foreach (var slot in viewer.Slots)
        {
            if (slot.Section.Kind == MediaKind.Video && slot.Source is { } source && !live.Contains(source))
            {
                slot.Play(Successor(source, live));
                changed = true;
            }
        }

        return changed;
    }

    private static bool IsPictureFor(Participant viewer, Publication track) =>
        track.Kind == MediaKind.Video && track.Publisher.ParticipantId != viewer.ParticipantId;

    private static bool IsShown(Participant viewer, Publication track) => viewer.Slots.Exists(slot => slot.Source == track);

    private static bool TryPlay(Slot slot, Publication? track)
    {
        if (slot.Source == track)
        {
            return false;
        }

        slot.Play(track);
        return true;
    }

    private static Publication? Find(List<Publication> live, VoiceSource? voice) =>
        voice is null ? null : live.Find(track => track.Voice == voice);

    /// <summary>The same track on its publisher's new transport.</summary>
    private static Publication? Successor(Publication gone, List<Publication> live) =>
        live.Find(track => track.Publisher.ParticipantId == gone.Publisher.ParticipantId && track.Source == gone.Source);
}
