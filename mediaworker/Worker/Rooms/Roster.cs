using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Who is here. Joins are told apart by connection key, people by participant id: the newest join of an id stands for it, so
/// an older one of the same id may go, before or after, without anybody seeing a leave (rule JN3). Every change of what others
/// see comes back as a <see cref="RosterChange"/>; the audience is only counted (rule FD3).
/// </summary>
internal sealed class Roster
{
    private readonly Dictionary<string, Member> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Member> _byParticipant = new(StringComparer.Ordinal);

    public int Count => _byKey.Count;

    /// <summary>People who are not on the stage.</summary>
    public int Audience { get; private set; }

    public IReadOnlyCollection<Member> Members => _byKey.Values;

    public Member? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The join that stands for a person now.</summary>
    public Member? FindParticipant(string participantId) => _byParticipant.GetValueOrDefault(participantId);

    /// <summary>The stage, in the order of joining.</summary>
    public IReadOnlyList<Participant> Stage() =>
        [.. _byParticipant.Values
            .Where(member => member.OnStage)
            .Select(member => member.Participant)
            .OrderBy(participant => participant.JoinedAt)
            .ThenBy(participant => participant.ParticipantId, StringComparer.Ordinal)];

    /// <summary>A join, or a new state of one with the same key.</summary>
    public RosterChange? Admit(Member member)
    {
        _byKey[member.Key] = member;
        return StandFor(member.Ticket.ParticipantId, member, LeaveReason.Left);
    }

    public RosterChange? Remove(Member member, LeaveReason reason)
    {
        var id = member.Ticket.ParticipantId;
        if (!_byKey.Remove(member.Key) || FindParticipant(id) != member)
        {
            return null;
        }

        var next = _byKey.Values.FirstOrDefault(other => other.Ticket.ParticipantId == id);
        return StandFor(id, next, reason);
    }

    public RosterChange? Update(Member member, Participant participant)
    {
        var changed = member.Participant != participant;
        member.Participant = participant;
        return changed && member.OnStage && FindParticipant(participant.ParticipantId) == member
            ? new RosterChange(RosterOp.Updated, participant.ParticipantId, participant)
            : null;
    }

    private RosterChange? StandFor(string id, Member? member, LeaveReason reason)
    {
        var before = FindParticipant(id);
        if (member is null)
        {
            _byParticipant.Remove(id);
        }
        else
        {
            _byParticipant[id] = member;
        }

        Audience += Count(member) - Count(before);
        return (before?.OnStage ?? false, member?.OnStage ?? false) switch
        {
            (false, true) => new RosterChange(RosterOp.Joined, id, member!.Participant),
            (true, true) => new RosterChange(RosterOp.Updated, id, member!.Participant),
            (true, false) => new RosterChange(RosterOp.Left, id, Reason: reason),
            (false, false) => null,
        };

        static int Count(Member? member) => member is { OnStage: false } ? 1 : 0;
    }
}
