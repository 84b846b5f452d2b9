using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>
/// Which source plays in each of a viewer's audio slots. For those who publish nothing and pin nobody it is the programme
/// itself. One who is on air gets a spare where its own sound would be; later it follows the programme back, but no voice
/// moves from slot to slot while it speaks.
/// </summary>
internal sealed class AudioSlotMap
{
    private readonly VoiceSource?[] _slots;
    private readonly VoiceSource?[] _pinned;
    private VoiceSource? _front;
    private int _pinnedCount;
    private int _version;
    private bool _isSettled;

    /// <param name="slotCount">Negotiated, 1 to <see cref="VoiceRanking.SlotCount"/>; a plain WHEP player has
    /// one.</param>
    public AudioSlotMap(int slotCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slotCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slotCount, VoiceRanking.SlotCount);
        _slots = new VoiceSource?[slotCount];

        // One slot at least is left to the programme: whoever pins somebody wants to hear the others' answers, too.
        _pinned = new VoiceSource?[slotCount - 1];
    }

    public int Count => _slots.Length;

    public VoiceSource? this[int slot] => _slots[slot];

    /// <summary>Begins anew with the viewer's preferences: nobody is pinned.</summary>
    /// <param name="front">Who is seen in video slot 0 and, where it is heard, belongs in audio slot 0.</param>
    public void Prefer(VoiceSource? front)
    {
        _front = front;
        _pinnedCount = 0;
        _isSettled = false;
    }

    /// <summary>Is heard while it is active, in the programme or not; null and what is too much is ignored.</summary>
    public void Pin(VoiceSource? source)
    {
        if (source is not null && _pinnedCount < _pinned.Length)
        {
            _pinned[_pinnedCount++] = source;
        }
    }

    /// <summary>Follows the programme; costs next to nothing when it has not changed.</summary>
    /// <param name="now">Of the room's tick.</param>
    /// <param name="programme">Of the room, just updated.</param>
    /// <param name="owner">The viewer, whose own sources are not for it.</param>
    /// <returns>True if any slot changed.</returns>
    public bool Update(Instant now, VoiceRanking programme, string owner)
    {
        if (_isSettled && _version == programme.Version)
        {
            return false;
        }

        VoiceSlots room = default;
        var wished = ((Span<VoiceSource?>)room)[.._slots.Length];
        Choose(programme, owner, wished);
        AddPinned(now, programme, owner, wished);
        BringToFront(wished);
        var changed = Place(now, wished);
        _version = programme.Version;

        // Whom a pinned one displaces depends on who speaks, which the version does not tell.
        _isSettled = _pinnedCount == 0 && wished.SequenceEqual(_slots);
        return changed;
    }

    /// <summary>What each slot should play; null for nothing.</summary>
    private static void Choose(VoiceRanking programme, string owner, Span<VoiceSource?> wished)
    {
        var spare = wished.Length;
        for (var slot = 0; slot < wished.Length; slot++)
        {
            var source = programme[slot];
            wished[slot] = source is null || source.Owner != owner ? source : NextSpare(programme, owner, ref spare);
        }

        // With fewer slots than the programme has, whoever leads must be among those heard: it goes to pair 0 now.
        for (var place = wished.Length; place < VoiceRanking.SlotCount; place++)
        {
            if (programme[place] is { } source && source.Owner != owner && (source == programme.Lead || wished[0] is null))
            {
                wished[0] = source;
            }
        }
    }

    private static VoiceSource? NextSpare(VoiceRanking programme, string owner, ref int spare)
    {
        while (spare < VoiceRanking.SlotCount + VoiceRanking.SpareCount)
        {
            if (programme[spare++] is { } source && source.Owner != owner)
            {
                return source;
            }
        }

        return null;
    }

    private void AddPinned(Instant now, VoiceRanking programme, string owner, Span<VoiceSource?> wished)
    {
        foreach (var source in _pinned.AsSpan(0, _pinnedCount))
        {
            if (source!.Owner != owner && source.Activity.IsActive(now) && VoiceSlots.IndexOf(wished, source) < 0)
            {
                wished[LeastMissed(now, programme, wished)] = source;
            }
        }
    }

    /// <summary>A free slot, or the one of those not pinned that the viewer can best do without.</summary>
    private int LeastMissed(Instant now, VoiceRanking programme, ReadOnlySpan<VoiceSource?> wished)
    {
        var least = -1;
        for (var slot = 0; slot < wished.Length; slot++)
        {
            if (wished[slot] is not { } source)
            {
                return slot;
            }

            if (VoiceSlots.IndexOf(_pinned.AsSpan(0, _pinnedCount), source) < 0
                && (least < 0 || ComparePresence(now, programme.Lead, source, wished[least]!) < 0))
            {
                least = slot;
            }
        }

        return least;
    }

    /// <summary>Who leads is missed most, then who is heard speaking: to cut a word for a louder one would be worse.</summary>
    private int ComparePresence(Instant now, VoiceSource? lead, VoiceSource left, VoiceSource right)
    {
        var order = (left == lead).CompareTo(right == lead);
        order = order != 0 ? order : IsHeardSpeaking(now, left).CompareTo(IsHeardSpeaking(now, right));
        return order != 0 ? order : VoiceOrder.Compare(now, lead, left, right);
    }

    private bool IsHeardSpeaking(Instant now, VoiceSource source) =>
        !source.Activity.IsPausing(now) && VoiceSlots.IndexOf(_slots, source) >= 0;

    private void BringToFront(Span<VoiceSource?> wished)
    {
        var slot = _front is null ? -1 : VoiceSlots.IndexOf(wished, _front);
        if (slot > 0)
        {
            (wished[0], wished[slot]) = (wished[slot], wished[0]);
        }
    }

    private bool Place(Instant now, ReadOnlySpan<VoiceSource?> wished)
    {
        VoiceSlots room = default;
        var placed = ((Span<VoiceSource?>)room)[..wished.Length];
        var waiting = 0;

        // Who speaks stays, if it is wished for anywhere.
        for (var slot = 0; slot < wished.Length; slot++)
        {
            if (_slots[slot] is { } source && !source.Activity.IsPausing(now) && VoiceSlots.IndexOf(wished, source) >= 0)
            {
                placed[slot] = source;
            }
        }

        // The others go where they are wished, or else where there is room.
        for (var slot = 0; slot < wished.Length; slot++)
        {
            if (wished[slot] is { } source && VoiceSlots.IndexOf(placed, source) < 0)
            {
                if (placed[slot] is null)
                {
                    placed[slot] = source;
                }
                else
                {
                    waiting |= 1 << slot;
                }
            }
        }

        for (var slot = 0; slot < wished.Length; slot++)
        {
            if ((waiting & (1 << slot)) != 0)
            {
                placed[VoiceSlots.IndexOf(placed, null)] = wished[slot];
            }
        }

        return Take(placed);
    }

    private bool Take(ReadOnlySpan<VoiceSource?> placed)
    {
        var changed = !placed.SequenceEqual(_slots);
        placed.CopyTo(_slots);
        return changed;
    }
}
