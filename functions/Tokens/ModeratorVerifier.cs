using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tokens;

/// <summary>Takes an API token or a ticket that holds <c>allow_mod</c>.</summary>
internal sealed class ModeratorVerifier(ApiTokenVerifier apiTokens, TicketAuthority tickets)
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

            return ticket.Value.MayModerate
                ? new Moderator(ticket.Value.TenantId, ticket.Value.RoomId)
                : Failures.Forbidden(ProblemCodes.PermissionDenied, "Only moderators may do this.");
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
