using System.Globalization;
using Serverless.Contracts.BackEnd;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Webhooks;

internal static class DeadLetterEndpoints
{
    private const int DefaultPage = 20;

    public static void MapDeadLetters(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v2/webhooks/dead-letters", ListAsync).ForBackEnd().ForWholeTenant()
            .Tells("listDeadLetters", "Lists deliveries that were given up")
            .Asks("after", "A page's `next`.").Asks("perPage", "How many on a page.").Gives(typeof(DeadLetterPage));
        app.MapPost("/v2/webhooks/dead-letters/replay", ReplayAsync).ForBackEnd().ForWholeTenant()
            .Tells("replayDeadLetters", "Delivers them again").Takes(typeof(ReplayRequest)).Gives(typeof(ReplayResponse)).Fails(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, DeadLetterService letters)
    {
        var after = http.Request.Query["after"].ToString();
        var perPage = http.Request.Query["perPage"].ToString();
        var limit = DefaultPage;
        if ((after.Length > 0 && !TableKey.IsValid(after))
            || (perPage.Length > 0
                && (!int.TryParse(perPage, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                    || limit is < 1 or > DeadLetterService.MaxPage)))
        {
            return Failures.InvalidRequest($"perPage is 1 to {DeadLetterService.MaxPage}, after is a page's next.");
        }

        var page = await letters.ListAsync(http.Caller().TenantId, after, limit, http.RequestAborted);
        return TypedResults.Json(page, BackEndJson.Default.DeadLetterPage);
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, DeadLetterService letters)
    {
        var body = await RequestBody.ReadAsync(http, BackEndJson.Default.ReplayRequest);
        if (body.Failed)
        {
            return body.Failure;
        }

        var replayed = await letters.ReplayAsync(http.Caller().TenantId, body.Value.Ids, http.RequestAborted);
        return replayed.Failed
            ? replayed.Failure
            : TypedResults.Json(replayed.Value, BackEndJson.Default.ReplayResponse);
    }
}
