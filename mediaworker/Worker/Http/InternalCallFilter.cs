using System.Net.Http.Headers;
using Serverless.Contracts.Rest;

namespace Serverless.Worker.Http;

/// <summary>Lets only functions through: those who hold the shared key.</summary>
internal sealed class InternalCallFilter(TicketVerifier verifier) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var header = context.HttpContext.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return Problems.Of(401, ProblemCodes.TokenMissing, "Internal calls need a bearer.");
        }

        return AuthenticationHeaderValue.TryParse(header, out var parsed) &&
            parsed is { Scheme: "Bearer", Parameter: { } token } &&
            await verifier.IsInternalAsync(token)
                ? await next(context)
                : Problems.Of(401, ProblemCodes.TokenInvalid, "The bearer is not one of ours, or it is too old.");
    }
}
