using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Decides which track feeds which slot. The rule of today: first come, first served, and a track stays where it is while
/// it lives; sound goes where its picture is. The choice by voice and by the viewer's wishes takes its place here.
/// </summary>
internal static class SlotAssigner
{
    /// <param name="viewer">Whose slots.</param>
    /// <param name="live">The room's live tracks, oldest first.</param>
    /// <returns>True if any slot changed.</returns>
    public static bool Assign(Participant viewer, List<Publication> live)
    {
        var changed = false;
        foreach (var slot in viewer.Slots)
        {
            if (slot.Source is { } source && !live.Contains(source))
            {
                slot.Play(Successor(source, live));
                changed = true;
            }
        }

        // Pictures first: sound looks for the slot of its picture.
        return AssignKind(viewer, live, MediaKind.Video) | AssignKind(viewer, live, MediaKind.Audio) | changed;
    }

    private static bool AssignKind(Participant viewer, List<Publication> live, MediaKind kind)
    {
        var changed = false;
        foreach (var track in live)
        {
            if (track.Kind == kind
                && track.Publisher.ParticipantId != viewer.ParticipantId
                && !viewer.Slots.Exists(slot => slot.Source == track)
                && FreeSlot(viewer, track) is { } free)
            {
                free.Play(track);
                changed = true;
            }
        }

        return changed;
    }

    private static Slot? FreeSlot(Participant viewer, Publication track)
    {
        var partner = viewer.Slots.Find(slot => slot.Source is { } source && IsPartner(source, track));
        var beside = partner is null
            ? null
            : viewer.Slots.Find(slot => IsFree(slot, track) && slot.Section.Slot.Index == partner.Section.Slot.Index);
        return beside ?? viewer.Slots.Find(slot => IsFree(slot, track));
    }

    private static bool IsFree(Slot slot, Publication track) => slot.Section.Kind == track.Kind && slot.Source is null;

    private static bool IsPartner(Publication one, Publication other) =>
        one.Kind != other.Kind
        && one.Publisher.ParticipantId == other.Publisher.ParticipantId
        && IsScreen(one.Source) == IsScreen(other.Source);

    private static bool IsScreen(MediaSource source) => source is MediaSource.Screen or MediaSource.ScreenAudio;

    /// <summary>The same track on its publisher's new transport.</summary>
    private static Publication? Successor(Publication gone, List<Publication> live) =>
        live.Find(track => track.Publisher.ParticipantId == gone.Publisher.ParticipantId && track.Source == gone.Source);
}
