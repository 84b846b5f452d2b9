using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>
/// Which source plays in each of a viewer's audio slots. For those who publish nothing it is the programme itself. One
/// who is on air gets a spare where its own sound would be; later it follows the programme back, but no voice moves
/// from slot to slot while it speaks.
/// </summary>
internal sealed class AudioSlotMap
{
    private readonly VoiceSource?[] _slots;
    private int _version;
    private bool _isSettled;

    /// <param name="slotCount">Negotiated, 1 to <see cref="VoiceRanking.SlotCount"/>; a plain WHEP player has
    /// one.</param>
    public AudioSlotMap(int slotCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slotCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slotCount, VoiceRanking.SlotCount);
        _slots = new VoiceSource?[slotCount];
    }

    public int Count => _slots.Length;

    public VoiceSource? this[int slot] => _slots[slot];

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

        Span<int> wished = stackalloc int[VoiceRanking.SlotCount];
        wished = wished[.._slots.Length];
        Choose(programme, owner, wished);
        var changed = Place(now, programme, wished);
        _version = programme.Version;
        _isSettled = IsSettled(programme, wished);
        return changed;
    }

    /// <summary>The place in the programme of what each slot should play; -1 for nothing.</summary>
    private static void Choose(VoiceRanking programme, string owner, Span<int> wished)
    {
        var spare = wished.Length;
        for (var slot = 0; slot < wished.Length; slot++)
        {
            wished[slot] = MayHear(programme[slot], owner) ? slot : NextSpare(programme, owner, ref spare);
        }

        // With fewer slots than the programme has, whoever leads must be among those heard: it goes to pair 0 now.
        for (var place = wished.Length; place < VoiceRanking.SlotCount; place++)
        {
            if (programme[place] is { } source && source.Owner != owner && (source == programme.Lead || wished[0] < 0))
            {
                wished[0] = place;
            }
        }
    }

    private static bool MayHear(VoiceSource? source, string owner) => source is null || source.Owner != owner;

    private static int NextSpare(VoiceRanking programme, string owner, ref int spare)
    {
        while (spare < VoiceRanking.SlotCount + VoiceRanking.SpareCount)
        {
            var place = spare++;
            if (programme[place] is { } source && source.Owner != owner)
            {
                return place;
            }
        }

        return -1;
    }

    private bool Place(Instant now, VoiceRanking programme, ReadOnlySpan<int> wished)
    {
        Span<int> placed = stackalloc int[wished.Length];
        placed.Fill(-1);
        var waiting = 0;

        // Who speaks stays, if it is wished for anywhere.
        for (var slot = 0; slot < wished.Length; slot++)
        {
            if (_slots[slot] is { } source && !source.Activity.IsPausing(now))
            {
                placed[slot] = WishFor(programme, wished, source);
            }
        }

        // The others go where they are wished, or else where there is room.
        for (var slot = 0; slot < wished.Length; slot++)
        {
            if (wished[slot] >= 0 && !placed.Contains(wished[slot]))
            {
                if (placed[slot] < 0)
                {
                    placed[slot] = wished[slot];
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
                placed[placed.IndexOf(-1)] = wished[slot];
            }
        }

        return Take(programme, placed);
    }

    private static int WishFor(VoiceRanking programme, ReadOnlySpan<int> wished, VoiceSource source)
    {
        foreach (var place in wished)
        {
            if (place >= 0 && programme[place] == source)
            {
                return place;
            }
        }

        return -1;
    }

    private bool Take(VoiceRanking programme, ReadOnlySpan<int> placed)
    {
        var changed = false;
        for (var slot = 0; slot < placed.Length; slot++)
        {
            var source = placed[slot] < 0 ? null : programme[placed[slot]];
            changed |= source != _slots[slot];
            _slots[slot] = source;
        }

        return changed;
    }

    private bool IsSettled(VoiceRanking programme, ReadOnlySpan<int> wished)
    {
        for (var slot = 0; slot < wished.Length; slot++)
        {
            if (_slots[slot] != (wished[slot] < 0 ? null : programme[wished[slot]]))
            {
                return false;
            }
        }

        return true;
    }
}
