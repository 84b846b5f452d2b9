using Microsoft.AspNetCore.Http.Features;
using Serverless.Functions.OpenApi;

namespace Serverless.Functions.Tokens;

/// <summary>What a route asks of its caller, before its body is read.</summary>
internal static class CallerRules
{
    /// <summary>A tenant's back end: an API token that is good for REST.</summary>
    /// <param name="route">The route.</param>
    /// <param name="moderates">It needs <c>allow_mod</c>.</param>
    public static RouteHandlerBuilder ForBackEnd(this RouteHandlerBuilder route, bool moderates = true) =>
        route.AddEndpointFilter(async (call, next) =>
        {
            var http = call.HttpContext;
            var caller = await http.RequestServices.GetRequiredService<ApiTokenVerifier>().VerifyAsync(http);
            if (caller.Failed)
            {
                return caller.Failure;
            }

            if (caller.Value.RefuseRest(moderates) is { } refused)
            {
                return refused;
            }

            http.Features.Set(caller.Value);
            return await next(call);
        }).By(Credential.ApiToken);

    /// <summary>Who calls, on a route of <see cref="ForBackEnd"/>.</summary>
    public static ApiCaller Caller(this HttpContext http) => http.Features.GetRequiredFeature<ApiCaller>();

    /// <summary>A back end, or a participant whose ticket holds <c>allow_mod</c>.</summary>
    public static RouteHandlerBuilder ForModerators(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(async (call, next) =>
        {
            var http = call.HttpContext;
            var moderator = await http.RequestServices.GetRequiredService<ModeratorVerifier>().VerifyAsync(http);
            if (moderator.Failed)
            {
                return moderator.Failure;
            }

            http.Features.Set(moderator.Value);
            return await next(call);
        }).By(Credential.Moderator);

    /// <summary>Who calls, on a route of <see cref="ForModerators"/>.</summary>
    public static Moderator Moderator(this HttpContext http) => http.Features.GetRequiredFeature<Moderator>();
}
