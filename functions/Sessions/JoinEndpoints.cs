using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

internal static class JoinEndpoints
{
    public static void MapJoin(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v2/rooms/{roomId}/join", JoinAsync).By(Credential.ApiToken)
            .Tells("join", "Joins a room", "One round trip: the request carries the SDP offer, the answer everything that the client needs.")
            .Takes(typeof(JoinRequest), optional: true).Gives(typeof(JoinResponse))
            .Gives(typeof(JoinPendingResponse), StatusCodes.Status202Accepted).Fails(409, 410, 422, 503);
        app.MapPost("/v2/rooms/{roomId}/resume", ResumeAsync).By(Credential.Ticket)
            .Tells("resume", "Comes back after a lost connection, as the same person")
            .Takes(typeof(ResumeRequest), optional: true).Gives(typeof(JoinResponse)).Fails(409, 410, 422, 503);
        app.MapPost("/v2/rooms/{roomId}/ticket", RenewAsync).By(Credential.Ticket)
            .Tells("renewTicket", "Gives a new ticket for one that is about to end").Gives(typeof(RenewResponse)).Fails(410, 503);
        app.MapPost("/v2/rooms/{roomId}/leave", LeaveAsync)
            .Tells("leave", "Leaves the room", "The ticket is in the body, because a closing page can send no header.")
            .Takes(typeof(LeaveRequest)).Gives(null, StatusCodes.Status204NoContent).Fails(401, 403, 410);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext http, string roomId, ApiTokenVerifier tokens, JoinService joins, TimeProvider time)
    {
        var clock = new StageClock(time);
        var caller = await tokens.VerifyAsync(http);
        if (caller.Failed)
        {
            return caller.Failure;
        }

        clock.Mark("verify");
        var body = await RequestBody.ReadAsync(http, RestJson.Default.JoinRequest, whenEmpty: new());
        if (body.Failed)
        {
            return body.Failure;
        }

        clock.Mark("body");
        var device = UserAgentHeader.Read(http.Request.Headers.UserAgent.ToString());
        var result = await joins.JoinAsync(caller.Value, roomId, body.Value, device, clock, http.RequestAborted);
        return result switch
        {
            { Failure: { } failure } => failure,
            { Value: JoinResult.Pending pending } => Pending(http, pending.Response),
            { Value: JoinResult.Joined joined } => TypedResults.Json(joined.Response, RestJson.Default.JoinResponse),
            _ => throw new UnreachableException(),
        };
    }

    private static JsonHttpResult<JoinPendingResponse> Pending(HttpContext http, JoinPendingResponse pending)
    {
        http.Response.Headers.RetryAfter = pending.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Json(
            pending, RestJson.Default.JoinPendingResponse, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ResumeAsync(
        HttpContext http, string roomId, TicketAuthority tickets, ParticipantService participants, TimeProvider time)
    {
        var clock = new StageClock(time);
        var ticket = await ForRoomAsync(http, roomId, tickets);
        if (ticket.Failed)
        {
            return ticket.Failure;
        }

        clock.Mark("verify");
        var body = await RequestBody.ReadAsync(http, RestJson.Default.ResumeRequest, whenEmpty: new());
        if (body.Failed)
        {
            return body.Failure;
        }

        clock.Mark("body");
        var joined = await participants.ResumeAsync(ticket.Value, body.Value, clock, http.RequestAborted);
        return joined.Failed ? joined.Failure : TypedResults.Json(joined.Value, RestJson.Default.JoinResponse);
    }

    private static async Task<IResult> RenewAsync(
        HttpContext http, string roomId, TicketAuthority tickets, ParticipantService participants)
    {
        var ticket = await ForRoomAsync(http, roomId, tickets);
        if (ticket.Failed)
        {
            return ticket.Failure;
        }

        var renewed = await participants.RenewAsync(ticket.Value, http.RequestAborted);
        return renewed.Failed ? renewed.Failure : TypedResults.Json(renewed.Value, RestJson.Default.RenewResponse);
    }

    private static async Task<IResult> LeaveAsync(
        HttpContext http, string roomId, TicketAuthority tickets, ParticipantService participants)
    {
        var body = await RequestBody.ReadAsync(http, RestJson.Default.LeaveRequest, anyContentType: true);
        if (body.Failed)
        {
            return body.Failure;
        }

        var ticket = OfRoom(await tickets.VerifyAsync(body.Value.Ticket, TicketAuthority.Grace), roomId);
        if (ticket.Failed)
        {
            return ticket.Failure;
        }

        // The tab that sent this is closing: its going away must not stop what it asked for.
        await participants.LeaveAsync(ticket.Value, CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Outcome<Ticket>> ForRoomAsync(
        HttpContext http, string roomId, TicketAuthority tickets) =>
        OfRoom(await tickets.VerifyAsync(http, TicketAuthority.Grace), roomId);

    private static Outcome<Ticket> OfRoom(Outcome<Ticket> ticket, string roomId) =>
        ticket.Failed || ticket.Value.RoomId == roomId
            ? ticket
            : Failures.Forbidden(ProblemCodes.WrongRoom, "The ticket is for another room.");
}
