using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// A room that lives on another worker now: its participants are asked to resume there, and media runs on here until they did.
/// Hosts keep their old transport beside the new one, so the last viewer to move still has a picture.
/// </summary>
/// <param name="context">The room.</param>
/// <param name="roster">Who still has a transport here.</param>
/// <param name="outbox">The way to them.</param>
/// <param name="reason">What they are told.</param>
/// <param name="patience">How long this worker forwards at most.</param>
/// <param name="random">Gives numbers from 0 to below 1.</param>
internal sealed class Handover(
    RoomContext context, Roster roster, RoomOutbox outbox, string reason, TimeSpan patience, Func<double> random)
{
    /// <summary>Without viewers nothing here tells that the hosts have moved.</summary>
    public static readonly TimeSpan HostsStay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ChatRetry = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _began = context.Now;
    private readonly PriorityQueue<Member, TimeSpan> _invitations = Plan(roster, context.Now, random);

    /// <summary>Nobody needs this worker any more, or they had their time.</summary>
    public bool IsDone(TimeSpan now) => now >= End || !Remaining.Any();

    public TimeSpan NextDue => _invitations.TryPeek(out _, out var due) && due < End ? due : End;

    private IEnumerable<Member> Remaining => roster.Members.Where(member => member.HasMedia);

    private TimeSpan End => _began + (Remaining.Any(member => !member.OnStage) || patience < HostsStay ? patience : HostsStay);

    /// <summary>Asks those whose turn it is.</summary>
    public void Advance(TimeSpan now)
    {
        while (_invitations.TryPeek(out var member, out var due) && due <= now)
        {
            _invitations.Dequeue();
            if (roster.Find(member.Key) == member)
            {
                var left = Math.Max(1, (int)(_began + patience - now).TotalSeconds);
                outbox.To(member.Key, new MoveMessage(reason, left));
            }
        }
    }

    /// <summary>The next worker answers everything as soon as it has the room; until then chat must not get lost.</summary>
    public void Receive(string? connectionKey, ReadOnlySpan<byte> data)
    {
        if (connectionKey is not null && roster.Find(connectionKey) is { } member
            && ClientMessageParser.Parse(data) is ParsedMessage.Good { Message: ChatMessage chat })
        {
            outbox.Fail(member.Key, ErrorCodes.LogUnavailable, "The room moves.", chat.Id, ChatRetry);
        }
    }

    /// <summary>Gone from here, to the next worker: nobody is told that they left, because they did not.</summary>
    public void Gone(Member member) => roster.Remove(member, LeaveReason.Left);

    private static PriorityQueue<Member, TimeSpan> Plan(Roster roster, TimeSpan now, Func<double> random)
    {
        var viewers = roster.Members.Count(member => member is { HasMedia: true, OnStage: false });
        return new PriorityQueue<Member, TimeSpan>(roster.Members
            .Where(member => member.HasMedia)
            .Select(member => (member, now + MovePlan.Delay(member.OnStage, viewers, random()))));
    }
}
