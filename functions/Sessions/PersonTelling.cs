using Serverless.Functions.Storage;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Sessions;

/// <summary>The webhook events of people: rows in the transaction that changes the person.</summary>
internal sealed class PersonTelling(WebhookOutbox outbox)
{
    /// <summary>
    /// Who is there and was not has joined; who was and is not has left; who came again in a new join has left and joined.
    /// </summary>
    /// <returns>The person with the trail, and the events; none where nobody listens.</returns>
    public async Task<(Participation Person, IReadOnlyList<TableOperation> Told)> TellAsync(
        string roomId, string sessionId, Participation? before, Participation after, CancellationToken cancellationToken)
    {
        var was = before is { LeftAt: null };
        var isThere = after.LeftAt is null;
        var isSameJoin = before?.ConnectionKey == after.ConnectionKey;
        var told = new List<TableOperation>(2);
        if (was && !(isThere && isSameJoin) && before!.Trail is { } old)
        {
            old = old with { At = outbox.After(old) };
            told.Add(await RowAsync(EventNames.ParticipantLeft, old, before));
            before = before with { Trail = old };
            after = isThere ? after : after with { Trail = old };
        }

        if (isThere && !(was && isSameJoin) && after.Trail is { } trail)
        {
            trail = trail with { At = outbox.After(trail, before?.Trail) };
            told.Add(await RowAsync(EventNames.ParticipantJoined, trail, after));
            after = after with { Trail = trail };
        }

        return (after, told);

        Task<TableOperation> RowAsync(string type, EventTrail trail, Participation person) => outbox.RowAsync(
            outbox.Event(type, trail, roomId, sessionId) with
            {
                ParticipantId = person.ParticipantId,
                ParticipantName = person.DisplayName,
            },
            cancellationToken);
    }

    /// <param name="roomId">The room whose change is stored now.</param>
    /// <param name="told">What goes to the listeners.</param>
    public void Committed(string roomId, IReadOnlyList<TableOperation> told)
    {
        if (told.Count > 0)
        {
            outbox.Committed(roomId);
        }
    }
}
