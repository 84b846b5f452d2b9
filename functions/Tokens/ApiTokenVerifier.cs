using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Tokens;

/// <summary>The tenant's JWT: key by the <c>apikey</c> claim, HS256, then <see cref="ClaimRules"/>.</summary>
internal sealed class ApiTokenVerifier(TenantStore tenants, TimeProvider time)
{
    public async Task<Outcome<ApiCaller>> VerifyAsync(HttpContext http)
    {
        if (BearerHeader.Read(http.Request) is not { } token)
        {
            return Failures.Unauthorized(ProblemCodes.TokenMissing, "Send a token in the Authorization header.");
        }

        return await VerifyAsync(token, http.RequestAborted);
    }

    public async Task<Outcome<ApiCaller>> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (Jwt.Unverified(token, ApiTokenJson.Default.ApiTokenClaims) is not { ApiKey: { } apiKey } claims)
        {
            return Failures.Unauthorized(ProblemCodes.TokenInvalid, "The token is not a JWT with the claims it needs.");
        }

        var key = await tenants.FindKeyAsync(apiKey, cancellationToken);
        if (key is null)
        {
            return Failures.Unauthorized(ProblemCodes.ApiKeyUnknown, "The token names an API key that does not exist.");
        }

        return await Jwt.VerifyAsync(token, key.SigningKey())
            ? ClaimRules.Apply(claims, key.TenantId, Jwt.IdOf(token), time.GetUtcNow())
            : Failures.Unauthorized(ProblemCodes.TokenInvalid, "The token's signature is wrong.");
    }
}
