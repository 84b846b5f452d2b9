using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// Divides a viewer's estimate over its video slots: what audio needs is set aside; each slot gets its least layer, the
/// main one first; then slots rise by priority. It gives way at once, and rises only when the better picture would have
/// fitted with a margin for a while, so that a wavering estimate does not make the picture flicker. What a slot lost lately comes
/// back at once when there clearly is room for it.
/// </summary>
internal sealed class Allocator
{
    /// <summary>The slot shows nothing.</summary>
    public const int Paused = -1;

    /// <summary>Before a rise the estimate must exceed the need by this factor.</summary>
    private const double Margin = 1.15;

    /// <summary>Before a rise that does not wait. Probes go up to 1.3 times what all would take with the other margin.</summary>
    private const double ClearMargin = 1.3;

    private static readonly TimeSpan RiseAfter = TimeSpan.FromSeconds(1);

    /// <summary>What was lost before that is not what the viewer is used to.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    /// <summary>A layer that came back and was lost again so soon takes its time after that.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    private readonly int[] _current;
    private readonly bool[] _isFresh;
    private readonly int[] _keep;
    private readonly int[] _better;

    /// <summary>The least of what would have been better since <see cref="_betterSince"/>.</summary>
    private readonly int[] _pending;
    private Instant _betterSince = Instant.Never;

    /// <summary>The best layer that each slot had before the path narrowed.</summary>
    private readonly int[] _lost;
    private readonly Instant[] _lostAt;
    private readonly Instant?[] _returnedAt;

    /// <summary>The layer whose return was in vain; −1 for none.</summary>
    private readonly int[] _inVain;
    private readonly int[] _clear;

    /// <param name="slots">Video slots of the viewer.</param>
    public Allocator(int slots)
    {
        _current = new int[slots];
        _isFresh = new bool[slots];
        _keep = new int[slots];
        _better = new int[slots];
        _pending = new int[slots];
        _lost = new int[slots];
        _lostAt = new Instant[slots];
        _returnedAt = new Instant?[slots];
        _inVain = new int[slots];
        Array.Fill(_inVain, Paused);
        _clear = new int[slots];
        Array.Fill(_lost, Paused);
        Array.Fill(_current, Paused);
        Array.Fill(_isFresh, true);
    }

    /// <summary>Target layer by slot, or <see cref="Paused"/>.</summary>
    public ReadOnlySpan<int> Layers => _current;

    /// <summary>What would satisfy every demand, margin and audio included.</summary>
    public Bitrate Wanted { get; private set; }

    /// <summary>When a rise is due, should the estimate stay; else never.</summary>
    public Instant NextTimeout => _betterSince == Instant.Never ? Instant.Never : _betterSince + RiseAfter;

    /// <summary>The slot shows another track or size: its first layer does not wait.</summary>
    public void Refresh(int slot) => (_isFresh[slot], _lost[slot], _inVain[slot]) = (true, Paused, Paused);

    /// <param name="audio">What all audio slots need, whatever the estimate says.</param>
    /// <param name="demands">By slot, as many as there are.</param>
    /// <param name="mayRise">A slot that shows something may get a better picture now.</param>
    /// <returns>True if a layer changed.</returns>
    public bool Update(Instant now, Bitrate estimate, Bitrate audio, ReadOnlySpan<SlotDemand> demands, bool mayRise = true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(demands.Length, _current.Length);
        Wanted = Sum(audio, demands) * Margin;

        for (var slot = 0; slot < demands.Length; slot++)
        {
            var highest = _isFresh[slot] ? demands[slot].Best : Math.Min(_current[slot], demands[slot].Best);
            _keep[slot] = highest;
            _better[slot] = demands[slot].Best;
            _clear[slot] = Math.Max(highest, Math.Min(Lost(now, slot), demands[slot].Best));
        }

        Distribute(estimate - audio, demands, _keep);
        Distribute((estimate * (1 / Margin)) - audio, demands, _better);
        Distribute((estimate * (1 / ClearMargin)) - audio, demands, _clear);
        _betterSince = mayRise ? _betterSince : Instant.Never;
        var isReturn = mayRise && IsBetter(_clear, demands) && !IsInVain(now);
        var target = isReturn ? _clear : mayRise && IsRiseDue(now, demands) ? _pending : _keep;
        var changed = !target.AsSpan().SequenceEqual(_current);
        NoteLosses(now, target, demands, isReturn);
        target.CopyTo(_current, 0);
        for (var slot = 0; slot < demands.Length; slot++)
        {
            _isFresh[slot] &= demands[slot].Layers == 0;
        }

        return changed;
    }

    private void NoteLosses(Instant now, ReadOnlySpan<int> target, ReadOnlySpan<SlotDemand> demands, bool isReturn)
    {
        for (var slot = 0; slot < target.Length; slot++)
        {
            _returnedAt[slot] = isReturn && target[slot] > _current[slot] ? now : _returnedAt[slot];
            if (target[slot] < _current[slot] && _current[slot] <= demands[slot].Best && !_isFresh[slot])
            {
                _inVain[slot] = now - _returnedAt[slot] < Trust ? _current[slot] : _inVain[slot];
                _lost[slot] = Math.Max(Lost(now, slot), _current[slot]);
                _lostAt[slot] = now;
            }
        }
    }

    /// <summary>A layer would come back that did so in vain.</summary>
    private bool IsInVain(Instant now)
    {
        for (var slot = 0; slot < _inVain.Length; slot++)
        {
            if (_clear[slot] > _keep[slot] && _clear[slot] == _inVain[slot] && now - _returnedAt[slot] < Memory)
            {
                return true;
            }
        }

        return false;
    }

    private int Lost(Instant now, int slot) => now - _lostAt[slot] < Memory ? _lost[slot] : Paused;

    private bool IsRiseDue(Instant now, ReadOnlySpan<SlotDemand> demands)
    {
        if (!IsBetter(_better, demands))
        {
            _betterSince = Instant.Never;
            return false;
        }

        if (_betterSince == Instant.Never || IsLess(_better, _pending))
        {
            _better.CopyTo(_pending, 0);
            _betterSince = now;
        }

        if (now - _betterSince < RiseAfter)
        {
            return false;
        }

        _betterSince = Instant.Never;
        return true;
    }

    private static bool IsLess(ReadOnlySpan<int> layers, ReadOnlySpan<int> than)
    {
        for (var slot = 0; slot < layers.Length; slot++)
        {
            if (layers[slot] < than[slot])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>More for one slot counts, if no slot of higher or equal priority gets less for it.</summary>
    private bool IsBetter(ReadOnlySpan<int> layers, ReadOnlySpan<SlotDemand> demands)
    {
        var gain = int.MinValue;
        var loss = int.MinValue;
        for (var slot = 0; slot < demands.Length; slot++)
        {
            if (layers[slot] > _keep[slot])
            {
                gain = Math.Max(gain, demands[slot].Priority);
            }
            else if (layers[slot] < _keep[slot])
            {
                loss = Math.Max(loss, demands[slot].Priority);
            }
        }

        return gain > loss;
    }

    /// <param name="layers">In: the highest layer that each slot may get. Out: what it gets.</param>
    private static void Distribute(Bitrate budget, ReadOnlySpan<SlotDemand> demands, Span<int> layers)
    {
        Span<int> highest = stackalloc int[layers.Length];
        layers.CopyTo(highest);
        layers.Fill(Paused);
        for (var priority = Next(demands, int.MaxValue); priority is { } level; priority = Next(demands, level))
        {
            for (var slot = 0; slot < demands.Length; slot++)
            {
                var worst = demands[slot].Worst;
                if (demands[slot].Priority == level && worst <= highest[slot] && demands[slot].Rate(worst) <= budget)
                {
                    layers[slot] = worst;
                    budget -= demands[slot].Rate(worst);
                }
            }
        }

        for (var priority = Next(demands, int.MaxValue); priority is { } level; priority = Next(demands, level))
        {
            while (TryRaise(ref budget, level, demands, highest, layers))
            {
            }
        }
    }

    /// <summary>One layer more for each slot of a priority that can have it.</summary>
    private static bool TryRaise(
        ref Bitrate budget, int priority, ReadOnlySpan<SlotDemand> demands, ReadOnlySpan<int> highest, Span<int> layers)
    {
        var raised = false;
        for (var slot = 0; slot < demands.Length; slot++)
        {
            ref readonly var demand = ref demands[slot];
            if (demand.Priority != priority || layers[slot] == Paused || layers[slot] >= highest[slot])
            {
                continue;
            }

            var next = layers[slot] + 1;
            while (demand.MaySkip && next < highest[slot] && demand.Rate(next) - demand.Rate(layers[slot]) > budget)
            {
                next++;
            }

            var step = demand.Rate(next) - demand.Rate(layers[slot]);
            if (step <= budget)
            {
                budget -= step;
                layers[slot] = next;
                raised = true;
            }
        }

        return raised;
    }

    /// <summary>The next priority below; null when there is none.</summary>
    private static int? Next(ReadOnlySpan<SlotDemand> demands, int below)
    {
        int? next = null;
        foreach (ref readonly var demand in demands)
        {
            if (demand.Layers > 0 && demand.Priority < below && (next is null || demand.Priority > next))
            {
                next = demand.Priority;
            }
        }

        return next;
    }

    private static Bitrate Sum(Bitrate audio, ReadOnlySpan<SlotDemand> demands)
    {
        var sum = audio;
        foreach (ref readonly var demand in demands)
        {
            sum += demand.Rate(demand.Best);
        }

        return sum;
    }
}
