using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Sessions;

/// <summary>Whether a ticket still counts: what is stored may have taken away what it says.</summary>
internal sealed class TicketStanding(
    TenantStore tenants, RoomStore rooms, SessionEnding ending, ParticipationStore participations)
{
    /// <returns>
    /// The person; <c>tenant_disabled</c>, <c>room_closed</c>, <c>session_ended</c>, or <c>ticket_invalid</c> where the participation is over or
    /// another join speaks for the person.
    /// </returns>
    public async Task<Outcome<Participation>> CheckAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        if (await tenants.IsDisabledAsync(ticket.TenantId, cancellationToken))
        {
            return Failures.TenantDisabled;
        }

        if (await rooms.GetAsync(ticket.RoomId, cancellationToken) is not { Disabled: false })
        {
            return Failures.Gone(ProblemCodes.RoomClosed, "The room is closed.");
        }

        if (await ending.IsOverAsync(ticket.RoomId, ticket.SessionId, cancellationToken))
        {
            return Failures.SessionEnded;
        }

        var person = await participations.FindAsync(ticket.SessionId, ticket.ParticipantId, cancellationToken);
        if (person is null || person.TokenEpoch > ticket.TokenEpoch || person.ConnectionKey != ticket.ConnectionKey)
        {
            return Failures.Unauthorized(
                ProblemCodes.TicketInvalid, "The ticket no longer speaks for this participant. Join again with a token.");
        }

        // Only who was lost may come back; who left, was removed or replaced has to join.
        return person.LeftAt is null || person.Reason == LeaveReason.ConnectionLost
            ? person
            : Failures.Unauthorized(
                ProblemCodes.TicketInvalid, "This participation is over. Join again with a token.");
    }
}
