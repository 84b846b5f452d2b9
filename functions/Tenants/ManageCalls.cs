using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Tenants;

/// <summary>The routes under /manage: the operator's, by a key of its own that no tenant has.</summary>
internal static class ManageCalls
{
    public static RouteGroupBuilder MapManaged(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/manage");
        routes.AddEndpointFilter(async (call, next) =>
        {
            var options = call.HttpContext.RequestServices.GetRequiredService<FunctionsOptions>();
            return SharedKey.Refuse(call.HttpContext.Request, options.ManageKey) is { } refused
                ? refused
                : await next(call);
        });
        return routes.By(Credential.ManagementKey);
    }
}
