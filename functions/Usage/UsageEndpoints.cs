using Serverless.Contracts.BackEnd;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Usage;

internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v2/usage", OwnAsync).ForBackEnd()
            .Tells("getUsage", "Time spent in sessions, by day").Asks("from", "First day, 2026-11-01.").Asks("to", "Last day.")
            .Asks("roomId", "Only of this room.").Gives(typeof(UsageResponse)).Fails(404);
        app.MapManaged().MapGet("/tenants/{tenantId}/usage", OfTenantAsync)
            .Tells("getTenantUsage", "The same of any tenant").Asks("from", "First day, 2026-11-01.").Asks("to", "Last day.")
            .Gives(typeof(UsageResponse));
    }

    private static async Task<IResult> OwnAsync(HttpContext http, RoomAccess rooms, UsageStore usage, TimeProvider time)
    {
        var caller = http.Caller();
        var asked = http.Request.Query["roomId"].ToString();
        var roomId = asked.Length > 0 ? asked : caller.RoomId;
        if (roomId is not null)
        {
            var room = await rooms.FindAsync(caller, roomId, http.RequestAborted);
            if (room.Failed)
            {
                return room.Failure;
            }

            roomId = room.Value.RoomId;
        }

        return await AnswerAsync(http, caller.TenantId, roomId, usage, time);
    }

    private static async Task<IResult> OfTenantAsync(
        HttpContext http, string tenantId, TenantStore tenants, UsageStore usage, TimeProvider time) =>
        await tenants.FindAsync(tenantId, http.RequestAborted) is null
            ? TenantAdministration.NotFound
            : await AnswerAsync(http, tenantId, roomId: null, usage, time);

    private static async Task<IResult> AnswerAsync(
        HttpContext http, string tenantId, string? roomId, UsageStore usage, TimeProvider time)
    {
        var period = UsagePeriod.Read(http.Request.Query, time.GetUtcNow());
        if (period.Failed)
        {
            return period.Failure;
        }

        var (from, to) = (period.Value.From, period.Value.To);
        var days = await usage.ReadAsync(tenantId, roomId, from, to, http.RequestAborted);
        var total = days.Aggregate(UsageRow.Nothing, (sum, day) => sum.Plus(day.Usage));
        var response = new UsageResponse(
            from,
            to,
            new UsageTotal(total.Sessions, total.People, Minutes(total)),
            [.. days.Select(day => new UsageDay(day.Day, day.Usage.Sessions, day.Usage.People, Minutes(day.Usage)))],
            roomId);
        return TypedResults.Json(response, BackEndJson.Default.UsageResponse);
    }

    private static double Minutes(UsageRow usage) => Math.Round(usage.Seconds / 60, 3);
}
