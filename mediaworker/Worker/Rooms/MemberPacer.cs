namespace Serverless.Worker.Rooms;

/// <summary>
/// One kind of statement to each member: the first change is said at once, further ones at most every
/// <see cref="Interval"/>, merged.
/// </summary>
/// <param name="roster">Who is here: whoever left is told nothing.</param>
/// <param name="paceOf">Of the kind of statement.</param>
/// <param name="say">Sends the newest state.</param>
internal sealed class MemberPacer(Roster roster, Func<Member, StatementPace> paceOf, Action<Member> say)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly PriorityQueue<Member, TimeSpan> _waiting = new();

    public TimeSpan? NextDue => _waiting.TryPeek(out _, out var due) ? due : null;

    public void Changed(Member member, TimeSpan now)
    {
        var pace = paceOf(member);
        if (pace.Waits)
        {
            return;
        }

        if (now >= pace.NextAllowed)
        {
            Say(member, pace, now);
        }
        else
        {
            pace.Waits = true;
            _waiting.Enqueue(member, pace.NextAllowed);
        }
    }

    public void Advance(TimeSpan now)
    {
        while (_waiting.TryPeek(out var member, out var due) && due <= now)
        {
            _waiting.Dequeue();
            var pace = paceOf(member);
            pace.Waits = false;
            if (roster.Find(member.Key) == member)
            {
                Say(member, pace, now);
            }
        }
    }

    private void Say(Member member, StatementPace pace, TimeSpan now)
    {
        pace.NextAllowed = now + Interval;
        say(member);
    }
}
