using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Presence of those without media (rule SK7): whoever sent nothing for 30 s is gone (rule PR3). Silence that is our own
/// link's fault is not theirs.
/// </summary>
internal sealed class SilenceWatch(RoomContext context, Roster roster, Action<Member, LeaveReason> exit)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private TimeSpan _next;
    private TimeSpan _deafUntil;
    private int _watched;

    public TimeSpan? NextDue => _watched > 0 ? _next : null;

    public void Watch(Member member)
    {
        if (!member.HasMedia)
        {
            _watched++;
        }
    }

    /// <summary>Messages up to now may have been lost on our side.</summary>
    public void LinkWasDown() => _deafUntil = context.Now;

    public void Advance(TimeSpan now)
    {
        if (NextDue is not { } due || now < due)
        {
            return;
        }

        _next = now + Pace;
        if (!context.Signaling.IsUp)
        {
            _deafUntil = now;
        }

        Member[] watched = [.. roster.Members.Where(member => !member.HasMedia)];
        _watched = watched.Length;
        foreach (var member in watched)
        {
            var heard = member.LastHeard > _deafUntil ? member.LastHeard : _deafUntil;
            if (now - heard >= Limit)
            {
                exit(member, LeaveReason.ConnectionLost);
            }
        }
    }
}
