using Serverless.Functions.Sessions;

namespace Serverless.Functions.Usage;

/// <summary>How long people were in a session that is over.</summary>
internal sealed class UsageCounting(ParticipationStore participations, UsageStore usage)
{
    public async Task CountAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        if (session.End is not { } end)
        {
            return;
        }

        var (people, seconds) = (0L, 0.0);
        await foreach (var person in participations.PeopleAsync(session.SessionId, int.MaxValue, cancellationToken))
        {
            people++;
            seconds += person.ForgottenSeconds + person.Stays.Sum(stay => stay.SecondsUntil(end));
        }

        await usage.AddAsync(session, new UsageRow(1, people, seconds), cancellationToken);
    }
}
