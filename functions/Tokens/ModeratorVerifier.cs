using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;

namespace Serverless.Functions.Tokens;

/// <summary>Takes an API token or a ticket that holds <c>allow_mod</c>.</summary>
internal sealed class ModeratorVerifier(
    ApiTokenVerifier apiTokens, TicketAuthority tickets, TicketStanding standing)
{
    public async Task<Outcome<Moderator>> VerifyAsync(HttpContext http)
    {
        if (BearerHeader.Read(http.Request) is { } token && TicketAuthority.LooksLikeTicket(token))
        {
            var ticket = await tickets.VerifyAsync(token);
            if (ticket.Failed)
            {
                return ticket.Failure;
            }

            if (!ticket.Value.MayModerate)
            {
                return Failures.Forbidden(ProblemCodes.PermissionDenied, "Only moderators may do this.");
            }

            var person = await standing.CheckAsync(ticket.Value, http.RequestAborted);
            return person.Failed ? person.Failure : new Moderator(ticket.Value.TenantId, ticket.Value.RoomId);
        }

        var caller = await apiTokens.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        return caller.Value.RefuseRest(moderates: true) is { } refused
            ? refused
            : new Moderator(caller.Value.TenantId, caller.Value.RoomId);
    }
}
