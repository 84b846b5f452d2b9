using System.Security.Cryptography;
using System.Text;
using Serverless.Contracts.Rest;
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
            return Refuse(call.HttpContext.Request, options.ManageKey) is { } refused ? refused : await next(call);
        });
        return routes.By(Credential.ManagementKey);
    }

    private static Failure? Refuse(HttpRequest request, string? manageKey)
    {
        // Without a key there is nothing here, whatever a caller sends.
        if (manageKey is null)
        {
            return Failures.RouteNotFound;
        }

        if (BearerHeader.Read(request) is not { } given)
        {
            return Failures.Unauthorized(ProblemCodes.TokenMissing, "Send the management key in the Authorization header.");
        }

        // Hashes are of one length, so the comparison tells nothing about the key, not even its length.
        return CryptographicOperations.FixedTimeEquals(Hash(given), Hash(manageKey))
            ? null
            : Failures.Unauthorized(ProblemCodes.TokenInvalid, "This is not the management key.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
