using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Those who were in the room when it moved here: shown as reconnecting until they resume, so that nobody sees a leave or a
/// join (rule JN5), and removed when they never do (rule PR3).
/// </summary>
internal sealed class Returning(RoomContext context, Roster roster, SilenceWatch silence, Action<Member, LeaveReason> exit)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<Member> _awaited = [];
    private TimeSpan _until;

    public TimeSpan? NextDue => _awaited.Count > 0 ? _until : null;

    public void Expect(IReadOnlyList<PresentParticipant> present)
    {
        _until = context.Now + Limit;
        foreach (var one in present)
        {
            var member = new Member(one.Ticket, ParticipantOf(one), new SenderBudget()) { LastHeard = context.Now };
            roster.Admit(member);
            silence.Watch(member);
            if (member.HasMedia)
            {
                _awaited.Add(member);
            }
        }
    }

    public void Advance(TimeSpan now)
    {
        if (NextDue is not { } due || now < due)
        {
            return;
        }

        // A resume put another member in the place of the one that was expected.
        foreach (var member in _awaited.Where(member => roster.Find(member.Key) == member).ToArray())
        {
            exit(member, LeaveReason.ConnectionLost);
        }

        _awaited.Clear();
    }

    private static Participant ParticipantOf(PresentParticipant one) => new()
    {
        ParticipantId = one.Ticket.ParticipantId,
        DisplayName = one.Ticket.DisplayName,
        Mode = one.Ticket.Mode,
        Metadata = one.Metadata,
        // Without media there is nothing to resume: Web PubSub brings their messages here by itself.
        Connection = one.Ticket.Mode == ParticipantMode.SignallingOnly
            ? ConnectionState.Connected
            : ConnectionState.Reconnecting,
        Tracks = [],
        JoinedAt = one.JoinedAt,
    };
}
