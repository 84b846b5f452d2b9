namespace Serverless.Rtc.Sfu;

/// <summary>What one viewer wants to see, in the order in which slots are given. Made once per message and read for each change.</summary>
public sealed class WatchList
{
    /// <summary>Of those who said nothing.</summary>
    public static readonly WatchList Everything = new([], showOthers: true);

    private readonly TrackWish[] _pinned;
    private readonly TrackWish[] _named;
    private readonly HashSet<TrackName> _hidden;

    /// <param name="wishes">Each track once; of equals the earlier comes first.</param>
    /// <param name="showOthers">Tracks without a wish fill the slots that are left.</param>
    public WatchList(IReadOnlyList<TrackWish> wishes, bool showOthers)
    {
        var shown = wishes.Where(wish => !wish.IsHidden).OrderByDescending(wish => wish.Slot.Priority).ToList();
        _pinned = [.. shown.Where(wish => wish.Slot.IsPinned)];
        _named = [.. shown.Where(wish => !wish.Slot.IsPinned)];
        _hidden = [.. wishes.Where(wish => wish.IsHidden).Select(wish => wish.Name)];
        ShowOthers = showOthers;
    }

    public bool ShowOthers { get; }

    /// <summary>First of all.</summary>
    public ReadOnlySpan<TrackWish> Pinned => _pinned;

    /// <summary>After the dominant speaker.</summary>
    public ReadOnlySpan<TrackWish> Named => _named;

    public bool Hides(TrackName track) => _hidden.Count > 0 && _hidden.Contains(track);

    /// <summary>The wish for a track that is not hidden; of one without a wish nothing special.</summary>
    public SlotWish Find(TrackName track)
    {
        foreach (var wish in _pinned)
        {
            if (wish.Name == track)
            {
                return wish.Slot;
            }
        }

        foreach (var wish in _named)
        {
            if (wish.Name == track)
            {
                return wish.Slot;
            }
        }

        return default;
    }
}
