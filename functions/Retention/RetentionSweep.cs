using System.Diagnostics;
using Serverless.Functions.Invites;
using Serverless.Functions.Lobby;
using Serverless.Functions.Moderation;
using Serverless.Functions.People;
using Serverless.Functions.Sessions;
using Serverless.Functions.Whip;

namespace Serverless.Functions.Retention;

/// <summary>
/// Takes away what nobody needs any more, a day after it ended at the earliest. Bounded by the calendar: it looks at what the
/// past days list and at nothing else, and at no more than <see cref="MaxLooks"/> things in a turn.
/// </summary>
internal sealed class RetentionSweep(
    ExpiryCalendar calendar, InviteService invites, LobbyService lobbies, WhipSessionStore whips,
    PeopleStore signIns, SessionRetention sessions, BanStore bans, OccupancyStore occupancies, RetentionOptions kept,
    TimeProvider time)
{
    private const int MaxLooks = 500;
    private const int MaxDays = 60;

    /// <summary>Longer than anything is scheduled ahead: where no sweep ever ran, the first one begins there.</summary>
    private const int LongestAhead = 120;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = ExpiryCalendar.DayOf(time.GetUtcNow());
        var first = await calendar.CursorAsync(cancellationToken) ?? today.AddDays(-LongestAhead);
        var looks = MaxLooks;
        var day = first;
        for (; day < today && day < first.AddDays(MaxDays); day = day.AddDays(1))
        {
            var page = await calendar.PageAsync(day, looks, cancellationToken);
            foreach (var expiry in page)
            {
                await ClearAsync(expiry, cancellationToken);
                // Last: what fails before is repeated by the next sweep.
                await calendar.RemoveAsync(day, expiry, cancellationToken);
            }

            looks -= page.Count;
            if (looks == 0)
            {
                break;
            }
        }

        if (day > first)
        {
            await calendar.MoveCursorAsync(day, cancellationToken);
        }
    }

    private Task ClearAsync(Expiry expiry, CancellationToken cancellationToken) => expiry.Kind switch
    {
        ExpiryKind.Invite => invites.ForgetAsync(expiry.Id, cancellationToken),
        ExpiryKind.Lobby => lobbies.ForgetOldAsync(expiry.Id, cancellationToken),
        ExpiryKind.Whip => ClearWhipAsync(expiry, cancellationToken),
        ExpiryKind.People => sessions.ClearPeopleAsync(expiry.Id, cancellationToken),
        ExpiryKind.Session => sessions.ClearSessionAsync(expiry.Id, cancellationToken),
        ExpiryKind.Log => sessions.ClearLogAsync(expiry.Id, cancellationToken),
        ExpiryKind.Removals => bans.ForgetRemovalsAsync(expiry.Id, time.GetUtcNow() - kept.Removals, cancellationToken),
        ExpiryKind.SignIn => signIns.ForgetSignInAsync(expiry.Id, cancellationToken),
        _ => throw new UnreachableException(),
    };

    // A stream may run for weeks: as long as its session lives, so does its address.
    private async Task ClearWhipAsync(Expiry expiry, CancellationToken cancellationToken)
    {
        if (await whips.FindAsync(expiry.Id, cancellationToken) is not { Value.Ticket: var ticket })
        {
            return;
        }

        var current = await occupancies.FindAsync(ticket.RoomId, cancellationToken);
        if (current is { Value.Phase: not OccupancyPhase.Ended } && current.Value.SessionId == ticket.SessionId)
        {
            await calendar.AddAsync(ExpiryKind.Whip, expiry.Id, time.GetUtcNow(), cancellationToken);
        }
        else
        {
            await whips.RemoveAsync(expiry.Id, cancellationToken);
        }
    }
}
