using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Whip;

/// <summary>WH10: ends a stream by its room's session and its participant, for a back end that never saw the stream's address.</summary>
internal sealed class WhipManagement(
    ApiTokenVerifier tokens, SessionDirectory sessions, ParticipationStore participations, ParticipantService participants)
{
    public async Task<IResult> EndAsync(HttpContext http, string sessionId)
    {
        var caller = await tokens.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        if (caller.Value.RefuseRest(moderates: true) is { } refused)
        {
            return refused;
        }

        if (http.Request.Query["participantId"].ToString() is not { Length: > 0 } participantId)
        {
            return Failures.InvalidRequest("The address needs ?participantId=…");
        }

        var found = await sessions.FindAsync(caller.Value, sessionId, http.RequestAborted);
        if (found.Failed)
        {
            return found.Failure;
        }

        if (await participations.FindAsync(sessionId, participantId, http.RequestAborted) is not { } person)
        {
            return SessionDirectory.ParticipantNotFound;
        }

        await participants.LeaveAsync(
            found.Value.Room.RoomId, sessionId, participantId, person.ConnectionKey, http.RequestAborted);
        return TypedResults.Ok();
    }
}
