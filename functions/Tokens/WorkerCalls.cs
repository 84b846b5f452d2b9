using Microsoft.AspNetCore.Http.Features;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tokens;

/// <summary>The routes under /internal: workers only, and only rooms whose id can be one.</summary>
internal static class WorkerCalls
{
    public static RouteGroupBuilder MapInternal(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/internal");
        routes.AddEndpointFilter(async (call, next) =>
        {
            var http = call.HttpContext;
            var caller = await http.RequestServices.GetRequiredService<InternalAuthority>().VerifyAsync(http);
            if (caller.Failed)
            {
                return caller.Failure;
            }

            if (http.GetRouteValue("roomId") is string roomId && !TableKey.IsValid(roomId))
            {
                return Failures.RoomNotFound(roomId);
            }

            http.Features.Set(new CallingWorker(caller.Value));
            return await next(call);
        });
        return routes.By(Credential.WorkerToken);
    }

    /// <summary>Who calls, on a route of <see cref="MapInternal"/>.</summary>
    public static string CallingWorkerId(this HttpContext http) =>
        http.Features.GetRequiredFeature<CallingWorker>().WorkerId;

    private sealed record CallingWorker(string WorkerId);
}
