using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Decides which pictures a viewer gets and in which slots (rules WA3, WA4 and PN2 of docs/protocol.md). First whom: pinned
/// by the viewer, pinned for everybody, the one who speaks, named, then whoever is live. Then where: a picture that is shown
/// stays, since every move costs a key frame and makes the viewer's screen jump.
/// </summary>
/// <param name="live">Of the room.</param>
internal sealed class PictureAssigner(LiveTracks live)
{
    /// <summary>Of the viewer at hand; the best first.</summary>
    private readonly List<Publication> _chosen = [];

    private readonly List<Slot> _slots = [];

    /// <param name="viewer">Whose slots.</param>
    /// <param name="speaker">The camera of the dominant speaker, if there is one.</param>
    /// <param name="pinned">What a moderator pinned for everybody.</param>
    /// <returns>True if any slot plays something else.</returns>
    public bool Assign(Participant viewer, Publication? speaker, TrackName? pinned = null)
    {
        CollectSlots(viewer);
        if (_slots.Count == 0)
        {
            return false;
        }

        Choose(viewer, speaker, pinned);
        return Place(viewer.Wishes);
    }

    /// <summary>Slot 0 comes last: among pictures that nobody named, it is the one that changes.</summary>
    private void CollectSlots(Participant viewer)
    {
        _slots.Clear();
        foreach (var slot in viewer.Slots)
        {
            if (slot.Section.Kind == MediaKind.Video)
            {
                _slots.Add(slot);
            }
        }

        _slots.Sort(static (left, right) => Rank(left).CompareTo(Rank(right)));
        static int Rank(Slot slot) => slot.Section.Slot.Index == 0 ? int.MaxValue : slot.Section.Slot.Index;
    }

    private void Choose(Participant viewer, Publication? speaker, TrackName? pinned)
    {
        _chosen.Clear();
        var wishes = viewer.Wishes;
        foreach (var wish in wishes.Pinned)
        {
            TryChoose(viewer, live.Find(wish.Name));
        }

        TryChoose(viewer, pinned is { } everybodys ? live.Find(everybodys) : null);
        TryChoose(viewer, speaker);
        foreach (var wish in wishes.Named)
        {
            TryChoose(viewer, live.Find(wish.Name));
        }

        if (!wishes.ShowOthers)
        {
            return;
        }

        foreach (var slot in _slots)
        {
            TryChoose(viewer, Successor(slot));
        }

        for (var index = 0; index < live.Pictures.Count && _chosen.Count < _slots.Count; index++)
        {
            TryChoose(viewer, live.Pictures[index]);
        }
    }

    private void TryChoose(Participant viewer, Publication? track)
    {
        if (track is not null
            && _chosen.Count < _slots.Count
            && track.Kind == MediaKind.Video
            && track.Publisher.ParticipantId != viewer.ParticipantId
            && !viewer.Wishes.Hides(track.Name)
            && !_chosen.Contains(track))
        {
            _chosen.Add(track);
        }
    }

    private bool Place(WatchList wishes)
    {
        var changed = false;
        foreach (var slot in _slots)
        {
            var stays = Successor(slot);
            changed |= TryPlay(slot, stays is not null && _chosen.Remove(stays) ? stays : null);
        }

        // Who is left comes anew, the best first into the lowest slot.
        foreach (var track in _chosen)
        {
            changed |= TryPlay(LowestFree(), track);
        }

        foreach (var slot in _slots)
        {
            slot.Wish = slot.Source is { } source ? wishes.Find(source.Name) : default;
        }

        return changed;
    }

    private Slot LowestFree()
    {
        var lowest = _slots[^1];
        for (var index = 0; lowest.Source is not null; index++)
        {
            lowest = _slots[index];
        }

        return lowest;
    }

    /// <summary>What the slot shows; if its publisher has a new transport, the same track there.</summary>
    private Publication? Successor(Slot slot) =>
        slot.Source is not { } source ? null
        : live.Contains(source) ? source
        : live.Find(source.Name);

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
