using System.Text.Json;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Tokens;

/// <summary>Signs tokens that the tenant's own back end could have made.</summary>
internal sealed class ParticipantTokens(TimeProvider time)
{
    /// <param name="key">The tenant's.</param>
    /// <param name="claims">Apart from the key, the version, the role and the times.</param>
    /// <param name="role">A participant's (<c>rtc</c>) must not become a key to the REST API.</param>
    /// <param name="lifetime">From now.</param>
    public SignedToken Sign(TenantKey key, ApiTokenClaims claims, string role, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        var expiry = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var complete = claims with
        {
            ApiKey = key.ApiKey,
            Version = 2,
            Roles = [role],
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = expiry.ToUnixTimeSeconds(),
        };
        var payload = JsonSerializer.Serialize(complete, ApiTokenJson.Default.ApiTokenClaims);
        return new SignedToken(Jwt.Sign(payload, key.SigningKey()), expiry);
    }
}

internal sealed record SignedToken(string Token, DateTimeOffset ExpiresAt);
