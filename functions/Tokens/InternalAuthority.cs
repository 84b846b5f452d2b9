using System.Text;
using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tokens;

/// <summary>The bearer of calls between functions and workers.</summary>
internal sealed class InternalAuthority(FunctionsOptions options, TimeProvider time)
{
    private const string Self = "functions";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.WorkerKey);

    public string Sign()
    {
        var now = time.GetUtcNow();
        var token = new InternalToken
        {
            Caller = Self,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + Lifetime).ToUnixTimeSeconds(),
        };
        return Jwt.Sign(JsonSerializer.Serialize(token, TokensJson.Default.InternalToken), _key);
    }

    /// <summary>The calling worker's id.</summary>
    public async Task<Outcome<string>> VerifyAsync(HttpContext http)
    {
        if (BearerHeader.Read(http.Request) is not { } token)
        {
            return Failures.Unauthorized(ProblemCodes.TokenMissing, "Send an internal token.");
        }

        // Functions never call themselves: a token of theirs that comes back was taken.
        if (Jwt.Unverified(token, TokensJson.Default.InternalToken) is not { Audience: InternalToken.InternalAudience, Caller: { Length: > 0 } caller } claims
            || caller == Self
            || !await Jwt.VerifyAsync(token, _key))
        {
            return Failures.Unauthorized(ProblemCodes.TokenInvalid, "This is no internal token of this system.");
        }

        return time.GetUtcNow().ToUnixTimeSeconds() < claims.ExpiresAt + (long)ClaimRules.Skew.TotalSeconds
            ? caller
            : Failures.Unauthorized(ProblemCodes.TokenExpired, "The internal token is over.");
    }
}
