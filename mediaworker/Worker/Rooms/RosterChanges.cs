using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>The changes since the last frame, one per participant: applying them gives what applying each would have given.</summary>
internal sealed class RosterChanges
{
    private readonly Dictionary<string, RosterChange> _byParticipant = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public bool IsEmpty => _byParticipant.Count == 0;

    public void Add(RosterChange change)
    {
        var id = change.ParticipantId;
        if (!_byParticipant.TryGetValue(id, out var before))
        {
            _byParticipant[id] = change;
            _order.Add(id);
            return;
        }

        switch (before.Op, change.Op)
        {
            case (RosterOp.Joined, RosterOp.Left):
                // Nobody saw the join, so nobody needs to see the leave.
                _byParticipant.Remove(id);
                _order.Remove(id);
                break;
            case (RosterOp.Joined, _):
                _byParticipant[id] = change with { Op = RosterOp.Joined };
                break;
            case (RosterOp.Left, RosterOp.Joined):
                _byParticipant[id] = change with { Op = RosterOp.Updated };
                break;
            default:
                _byParticipant[id] = change;
                break;
        }
    }

    public IReadOnlyList<RosterChange> Take()
    {
        RosterChange[] taken = [.. _order.Select(id => _byParticipant[id])];
        _byParticipant.Clear();
        _order.Clear();
        return taken;
    }
}
