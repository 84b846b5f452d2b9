using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Tokens;

namespace Serverless.Local.PubSub.Http;

/// <summary>
/// The door of the data plane: a valid token, a valid hub name, and parameters that are within their bounds.
/// </summary>
internal sealed class DataPlaneFilter(AccessTokens tokens) : IEndpointFilter
{
    private const int MaxTtlSeconds = 300;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!await tokens.VerifyServerAsync(http.Request, RawTarget.Of(http)))
        {
            return ServiceError.Unauthorized();
        }

        if (!HubName.TryParse((string?)http.Request.RouteValues["hub"], out var hub))
        {
            return ServiceError.BadRequest("The hub name is invalid.", "hub");
        }

        var query = http.Request.Query;
        if (query.TryGetValue("messageTtlSeconds", out var ttl)
            && !(int.TryParse(ttl, out var seconds) && seconds is >= 0 and <= MaxTtlSeconds))
        {
            return ServiceError.BadRequest("The time to live is 0 to 300 seconds.", "messageTtlSeconds");
        }

        DataPlaneRequest.SetHub(http, hub);
        return await next(context);
    }
}
