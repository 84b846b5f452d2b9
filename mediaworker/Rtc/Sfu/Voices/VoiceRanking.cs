using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>
/// A room's programme of sound: which sources are heard, in which slot, and who stands by for those who would hear
/// themselves. Computed once per tick for all viewers; each <see cref="AudioSlotMap"/> follows from it.
/// </summary>
internal sealed class VoiceRanking
{
    public const int SlotCount = 3;

    /// <summary>A host may have two sources on air, voice and shared screen, and hears two others instead.</summary>
    public const int SpareCount = 2;

    /// <summary>Between calls of <see cref="Update"/>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<VoiceSource> _sources = [];
    private readonly DominantSpeaker _dominant = new();

    /// <summary>First the slots, then the spares, the better one not always first.</summary>
    private readonly VoicePlace[] _places = new VoicePlace[SlotCount + SpareCount];

    /// <summary>Rises when anything changed that a viewer's slots depend on.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>
    /// Who should have pair 0: the pinned host, or else the dominant speaker; null until there is one.
    /// </summary>
    public VoiceSource? Lead { get; private set; }

    /// <summary>For the large picture; null until somebody has spoken.</summary>
    public VoiceSource? Dominant => _dominant.Current;

    /// <summary>What the dominant speaker sees; null if nobody was it before.</summary>
    public VoiceSource? PreviousDominant => _dominant.Previous;

    public int Count => _sources.Count;

    /// <param name="place">A slot, or from <see cref="SlotCount"/> on a spare.</param>
    public VoiceSource? this[int place] => _places[place].Source;

    public void Add(VoiceSource source) => _sources.Add(source);

    /// <summary>From now on these and no others take part.</summary>
    public void Keep(IReadOnlyCollection<VoiceSource> live)
    {
        for (var index = _sources.Count - 1; index >= 0; index--)
        {
            if (!live.Contains(_sources[index]))
            {
                Remove(_sources[index]);
            }
        }

        foreach (var source in live)
        {
            if (!_sources.Contains(source))
            {
                _sources.Add(source);
            }
        }
    }

    /// <summary>At once: its slot falls silent, and is given away by the next <see cref="Update"/>.</summary>
    public void Remove(VoiceSource source)
    {
        _sources.Remove(source);
        _dominant.Forget(source);
        Lead = Lead == source ? null : Lead;
        for (var place = 0; place < _places.Length; place++)
        {
            if (_places[place].Source == source)
            {
                _places[place] = default;
                Version++;
            }
        }
    }

    /// <summary>Chooses anew. Call every <see cref="Interval"/>, and at once when a source came or went.</summary>
    /// <returns>True if <see cref="Version"/> rose.</returns>
    public bool Update(Instant now)
    {
        foreach (var source in _sources)
        {
            source.Activity.Advance(now);
        }

        _dominant.Update(now, _sources);
        var before = Version;
        var lead = FindLead(now);
        if (lead != Lead)
        {
            Lead = lead;
            Version++;
        }

        while (Best(now, heard: SlotCount) is { } candidate && TryPlace(now, candidate, 0, SlotCount))
        {
        }

        while (Best(now, heard: _places.Length) is { } candidate && TryPlace(now, candidate, SlotCount, _places.Length))
        {
        }

        LeadTakesPairZero(now);
        return Version != before;
    }

    private VoiceSource? FindLead(Instant now)
    {
        foreach (var source in _sources)
        {
            if (source.Role == VoiceRole.Pinned && source.Activity.IsActive(now))
            {
                return source;
            }
        }

        return _dominant.Current;
    }

    /// <summary>The best source that has none of the first places.</summary>
    private VoiceSource? Best(Instant now, int heard)
    {
        VoiceSource? best = null;
        foreach (var source in _sources)
        {
            if ((best is null || VoiceOrder.Compare(now, Lead, source, best) > 0) && Find(source) >= heard)
            {
                best = source;
            }
        }

        return best;
    }

    /// <summary>Where the source is; past the last place if nowhere.</summary>
    private int Find(VoiceSource source)
    {
        var place = 0;
        while (place < _places.Length && _places[place].Source != source)
        {
            place++;
        }

        return place;
    }

    private bool TryPlace(Instant now, VoiceSource candidate, int from, int to)
    {
        var chosen = Weakest(now, candidate, from, to);
        if (chosen < 0)
        {
            return false;
        }

        // A spare that is heard from now on leaves its place to the one that it replaces.
        var old = Find(candidate);
        if (old < _places.Length)
        {
            _places[old] = new VoicePlace(_places[chosen].Source, now);
        }

        _places[chosen] = new VoicePlace(candidate, now);
        Version++;
        return true;
    }

    /// <summary>
    /// A free place, or that of the last in order of those that the candidate may replace; -1 if there is none.
    /// </summary>
    private int Weakest(Instant now, VoiceSource candidate, int from, int to)
    {
        var chosen = -1;
        for (var place = from; place < to; place++)
        {
            if (VoiceOrder.MayReplace(now, Lead, candidate, _places[place])
                && (chosen < 0 || IsBetterChoice(now, candidate, place, chosen)))
            {
                chosen = place;
            }
        }

        return chosen;
    }

    private bool IsBetterChoice(Instant now, VoiceSource candidate, int place, int chosen)
    {
        if (_places[chosen].Source is not { } other)
        {
            // Pair 0 is kept free for the lead, and is the lead's if free.
            return _places[place].Source is null && chosen == 0 && Lead is not null && Lead != candidate;
        }

        return _places[place].Source is not { } source || VoiceOrder.Compare(now, Lead, source, other) < 0;
    }

    /// <summary>Changing slots is heard, so both wait for a pause.</summary>
    private void LeadTakesPairZero(Instant now)
    {
        var place = Lead is null ? 0 : Find(Lead);
        if (place is > 0 and < SlotCount
            && Lead!.Activity.IsPausing(now)
            && _places[0].Source?.Activity.IsPausing(now) != false)
        {
            (_places[0], _places[place]) = (_places[place], _places[0]);
            Version++;
        }
    }
}
