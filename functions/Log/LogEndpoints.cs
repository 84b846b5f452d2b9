using System.Globalization;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Log;

internal static class LogEndpoints
{
    private const int MaxPage = 200;

    public static void MapLog(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v2/rooms/{roomId}/log", ReadAsync).By(Credential.Ticket)
            .Tells("readLog", "Reads what was said and happened")
            .Asks("after", "Entries after this number.").Asks("limit", "At most this many.").Asks("tail", "Or the newest ones.")
            .Gives(typeof(LogPage)).Fails(410);
        var workers = app.MapInternal();
        workers.MapGet("/rooms/{roomId}/log", PageAsync)
            .Tells("readLogAsWorker", "Reads a room's log")
            .Asks("after", "Entries after this number.").Asks("limit", "At most this many.").Asks("tail", "Or the newest ones.")
            .Gives(typeof(LogPage));
        workers.MapPost("/rooms/{roomId}/log", AppendAsync)
            .Tells("appendLog", "Adds to a room's log").Takes(typeof(AppendLogRequest))
            .Gives(null, StatusCodes.Status204NoContent).Fails(409);
    }

    private static async Task<IResult> ReadAsync(
        HttpContext http, string roomId, TicketAuthority tickets, TicketStanding standing, LogStore log)
    {
        var ticket = await tickets.VerifyAsync(http);
        if (ticket.Failed)
        {
            return ticket.Failure;
        }

        // A ticket's room exists, so from here on the id is a key.
        if (ticket.Value.RoomId != roomId)
        {
            return Failures.Forbidden(ProblemCodes.WrongRoom, "The ticket is for another room.");
        }

        var person = await standing.CheckAsync(ticket.Value, http.RequestAborted);
        return person.Failed ? person.Failure : await PageAsync(http, roomId, log);
    }

    private static async Task<IResult> AppendAsync(HttpContext http, string roomId, LogStore log)
    {
        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.AppendLogRequest, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (LogRules.Refuse(body.Value) is { } refused)
        {
            return refused;
        }

        var head = await log.AppendAsync(roomId, body.Value, http.RequestAborted);
        return head.Failed ? head.Failure : TypedResults.NoContent();
    }

    /// <summary><c>after</c> and <c>limit</c>, or <c>tail</c> for the newest.</summary>
    private static async Task<IResult> PageAsync(HttpContext http, string roomId, LogStore log)
    {
        var query = http.Request.Query;
        if (!TryRead(query["after"], 0, long.MaxValue - 1, 0, out var after)
            || !TryRead(query["limit"], 1, MaxPage, MaxPage, out var limit)
            || !TryRead(query["tail"], 0, MaxPage, 0, out var tail))
        {
            return Failures.InvalidRequest($"after is 0 or more, limit and tail are 1 to {MaxPage}.");
        }

        var page = tail > 0
            ? await log.TailAsync(roomId, (int)tail, http.RequestAborted)
            : await log.ReadAsync(roomId, after, (int)limit, http.RequestAborted);
        return TypedResults.Json(page, RestJson.Default.LogPage);
    }

    private static bool TryRead(string? text, long least, long most, long absent, out long value)
    {
        value = absent;
        return string.IsNullOrEmpty(text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= least && value <= most);
    }
}
