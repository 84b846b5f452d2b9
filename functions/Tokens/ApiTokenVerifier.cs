using Serverless.Contracts.Rest;
using Serverless.Functions.Limits;
using Serverless.Functions.Platform;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Tokens;

/// <summary>The tenant's JWT: key by the <c>apikey</c> claim, HS256, then <see cref="ClaimRules"/>.</summary>
internal sealed class ApiTokenVerifier(TenantStore tenants, RateLimits limits, TimeProvider time)
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

        var access = await tenants.FindKeyAsync(apiKey, cancellationToken);
        if (access is null)
        {
            return Failures.Unauthorized(ProblemCodes.ApiKeyUnknown, "The token names an API key that does not exist.");
        }

        if (!await Jwt.VerifyAsync(token, access.Key.SigningKey()))
        {
            return Failures.Unauthorized(ProblemCodes.TokenInvalid, "The token's signature is wrong.");
        }

        if (access.Tenant.Disabled)
        {
            return Failures.TenantDisabled;
        }

        // Behind the signature: nobody uses up a tenant's calls in its name.
        return limits.RefuseTenant(access.Tenant.TenantId, access.Tenant.Limits) is { } refused
            ? refused
            : ClaimRules.Apply(claims, access.Tenant.TenantId, Jwt.IdOf(token), time.GetUtcNow());
    }
}
