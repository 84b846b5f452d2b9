using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// In which quality each of a viewer's slots shows its picture: the one that fills the slot's size, as far as the path carries
/// it. Sound is set aside first, then the main slot is served, then the others.
/// </summary>
internal sealed class ViewerBandwidth
{
    /// <summary>For a viewer that does not tell how its path fares.</summary>
    private static readonly Bitrate Unknown = Bitrate.Kilobits(1_000_000);

    /// <summary>On the path, a voice that pauses is no reason to give its share away.</summary>
    private static readonly Bitrate LeastAudio = Bitrate.Kilobits(40);

    /// <summary>Headers of 50 packets per second.</summary>
    private static readonly Bitrate AudioHeaders = Bitrate.Kilobits(27);

    /// <summary>An estimate that just fell lies below what the path carries: so far, the main picture goes on.</summary>
    private const double Tolerance = 0.8;

    /// <summary>
    /// The main picture's last quality goes on for this long above an estimate that is lower still: a trial of the path, or a
    /// burst of losses, passes sooner, and a pause costs more than a moment of delay.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2.5);

    /// <summary>Feedback comes more often than there is anything to change.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>An estimate that rose by as much need not wait for that.</summary>
    private const double Notable = 1.2;

    /// <summary>Until then who lost a layer to a narrow path finds it at the publisher.</summary>
    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(30);

    /// <summary>The queue that what was cut left takes as long to drain, and what plays then is not to blame for it.</summary>
    private static readonly TimeSpan Draining = TimeSpan.FromSeconds(1);

    private Allocator _allocator = new(0);
    private Shown[] _shown = [];
    private Instant _due;
    private Instant _updatedAt;
    private Bitrate _divided;

    /// <summary>For how long, on balance, the path has been too narrow for the main picture's last quality.</summary>
    private TimeSpan _shortFor;

    private Instant? _cutAt;

    /// <summary>What sound and pictures were given.</summary>
    public Bitrate Allocated { get; private set; }

    /// <summary>When a better quality is due, should the estimate stay.</summary>
    public Instant NextTimeout => _allocator.NextTimeout;

    /// <summary>Whether <see cref="Update"/> may change anything.</summary>
    public bool IsDue(Instant now, Egress? egress) =>
        now >= _due || now >= NextTimeout || egress?.Presumed < Allocated || egress?.Presumed > _divided * Notable;

    public void Update(Instant now, Participant viewer)
    {
        _due = now + Interval;
        _divided = viewer.Egress?.Presumed ?? Unknown;
        var count = CountPictures(viewer.Slots);
        if (count != _shown.Length)
        {
            _allocator = new Allocator(count);
            _shown = new Shown[count];
        }

        Span<SlotDemand> demands = stackalloc SlotDemand[count];
        Demand(now, viewer.Slots, demands);
        var audio = AudioOf(now, viewer.Slots);
        var estimate = Bound(now, viewer.Egress, audio, demands);
        var mayRise = viewer.Egress?.TriesReturn(now) != true;
        _due = mayRise ? _due : now;
        _allocator.Update(now, estimate, audio, demands, mayRise);
        viewer.Egress?.Want(_allocator.Wanted);
        Apply(now, viewer, audio, demands);
    }

    private static int CountPictures(List<Slot> slots)
    {
        var count = 0;
        foreach (var slot in slots)
        {
            count += slot.Section.Kind == MediaKind.Video ? 1 : 0;
        }

        return count;
    }

    private void Demand(Instant now, List<Slot> slots, Span<SlotDemand> demands)
    {
        var place = 0;
        foreach (var slot in slots)
        {
            if (slot.Section.Kind != MediaKind.Video)
            {
                continue;
            }

            var shown = new Shown(slot.Source, slot.Wish, slot.Source?.Ladder.Count ?? 0);
            if (shown != _shown[place])
            {
                _shown[place] = shown;
                _allocator.Refresh(place);
            }

            Demand(now, slot, ref demands[place++]);
        }
    }

    private static void Demand(Instant now, Slot slot, ref SlotDemand demand)
    {
        demand = default;
        if (slot.Source is not { } source || slot.Hindrance == SlotHindrance.NoCommonCodec)
        {
            return;
        }

        var wish = slot.Wish;
        demand.Layers = source.Ladder.Count;
        demand.Desired = wish.Width > 0 ? source.Ladder.Fit(wish.Width, wish.Height) : demand.Layers - 1;
        demand.Rates = source.Rates.At(now);
        demand.MaySkip = source.Source == MediaSource.Screen;

        // Among equals the slot in lip sync is the main one.
        demand.Priority = (wish.IsPinned ? 1000 : 0) + (2 * wish.Priority) + (slot.Section.Slot.Index == 0 ? 1 : 0);
    }

    private static Bitrate AudioOf(Instant now, List<Slot> slots)
    {
        var sum = Bitrate.Zero;
        foreach (var slot in slots)
        {
            if (slot.Section.Kind == MediaKind.Audio && slot.Playing is { } layer)
            {
                var rate = layer.Rate(now, 0, 0) + AudioHeaders;
                sum += rate > LeastAudio ? rate : LeastAudio;
            }
        }

        return sum;
    }

    /// <summary>What may be divided. The main picture gets a lenient look.</summary>
    private Bitrate Bound(Instant now, Egress? egress, Bitrate audio, Span<SlotDemand> demands)
    {
        var passed = now - _updatedAt < Grace ? now - _updatedAt : TimeSpan.Zero;
        _updatedAt = now;
        if (egress is null)
        {
            return Unknown;
        }

        var main = -1;
        for (var place = 0; place < demands.Length; place++)
        {
            if (demands[place].Layers > 0 && (main < 0 || demands[place].Priority > demands[main].Priority))
            {
                main = place;
            }
        }

        var estimate = egress.Presumed;
        if (main < 0)
        {
            return estimate;
        }

        ref var demand = ref demands[main];
        if (!egress.IsProven(now))
        {
            var needed = audio + demand.Rate(demand.Worst);
            return needed > estimate ? needed : estimate;
        }

        var least = audio + (demand.Rate(demand.Worst) * Tolerance);
        _shortFor += least > estimate ? passed : -passed;
        _shortFor = _shortFor < TimeSpan.Zero ? TimeSpan.Zero : _shortFor;
        if (_allocator.Layers[main] == Allocator.Paused || _shortFor > Grace)
        {
            return estimate;
        }

        demand.Rates[demand.Worst] *= Tolerance;
        return least > estimate ? least : estimate;
    }

    private void Apply(Instant now, Participant viewer, Bitrate audio, ReadOnlySpan<SlotDemand> demands)
    {
        Allocated = audio;
        var place = 0;
        foreach (var slot in viewer.Slots)
        {
            if (slot.Section.Kind != MediaKind.Video)
            {
                continue;
            }

            var rung = _allocator.Layers[place];
            ref readonly var demand = ref demands[place++];
            Allocated += demand.Rate(rung);
            if (demand.Layers > 0 && rung != slot.TargetRung)
            {
                KeepWarm(now, slot, rung, demand);
                slot.Target(rung);
                if (viewer.IsConnected)
                {
                    slot.Follow(now);
                }
            }

            if (slot.IsOnItsWayDown && viewer.Egress?.IsFlooded == true && !(now - _cutAt < Draining))
            {
                _cutAt = now;
                slot.Cut();
            }
        }
    }

    /// <summary>The publisher goes on with what the path has no room for at the moment, and the slot would show.</summary>
    private static void KeepWarm(Instant now, Slot slot, int rung, in SlotDemand demand)
    {
        if (slot is { Source: { } source, Playing: not null, TargetRung: var before } && rung < before && before <= demand.Best)
        {
            source.Demand.KeepWarm(source.Ladder.Place(before).Height, now + Warmth);
        }
    }

    /// <summary>What a slot showed when its quality was chosen; something new does not wait for a better one.</summary>
    private readonly record struct Shown(Publication? Source, SlotWish Wish, int Rungs);
}
