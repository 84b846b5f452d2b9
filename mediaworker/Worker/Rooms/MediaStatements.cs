using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Tells participants what their slots play and which of their layers are watched. Both are complete statements, so of many
/// within a moment only the newest is said (rule WA8): a stage in turmoil is no storm of messages.
/// </summary>
internal sealed class MediaStatements(RoomContext context, Roster roster, RoomOutbox outbox)
{
    private readonly MemberPacer _slots = new(roster, member => member.SlotsPace, member =>
        outbox.To(member.Key, new SlotsMessage(member.Slots, context.Identity.Epoch)));

    private readonly MemberPacer _layers = new(roster, member => member.LayersPace, member =>
        outbox.To(member.Key, new LayersMessage([.. member.Layers.Values], context.Identity.Epoch)));

    public TimeSpan? NextDue => _slots.NextDue is { } slots && !(_layers.NextDue < slots) ? slots : _layers.NextDue;

    public void SlotsChanged(Member member, IReadOnlyList<SlotAssignment> slots)
    {
        member.Slots = slots;
        _slots.Changed(member, context.Now);
    }

    public void LayersWanted(Member member, WantedLayers track)
    {
        member.Layers[track.Source] = track;
        _layers.Changed(member, context.Now);
    }

    /// <summary>What may have been lost with an old socket; the slots are in the snapshot that it asked for.</summary>
    public void Repeat(Member member)
    {
        if (member.Layers.Count > 0)
        {
            _layers.Changed(member, context.Now);
        }
    }

    /// <summary>Says what waited.</summary>
    public void Advance(TimeSpan now)
    {
        _slots.Advance(now);
        _layers.Advance(now);
    }
}
