using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Serverless.Local.PubSub.Tokens;

/// <summary>
/// Verifies and mints the HS256 tokens of clients and servers. The time of a token is checked when it is presented
/// only.
/// </summary>
internal sealed class AccessTokens
{
    private const string RoleClaim = "role";
    private const string GroupClaim = "webpubsub.group";
    private const string EntraAudience = "https://webpubsub.azure.com";
    private const int MinKeyBytes = 32;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey[] _keys;
    private readonly bool _trustsEntra;
    private readonly TimeProvider _time;

    public AccessTokens(PubSubEmulatorOptions options, TimeProvider time)
    {
        var keys = options.AccessKeys.Select(Encoding.UTF8.GetBytes).ToArray();
        if (Array.Exists(keys, key => key.Length < MinKeyBytes))
        {
            throw new ArgumentException($"An access key has fewer than {MinKeyBytes} bytes.", nameof(options));
        }

        _keys = [.. keys.Select(key => new SymmetricSecurityKey(key))];
        _trustsEntra = options.TrustsEntraTokens;
        _time = time;
    }

    /// <summary>
    /// Null unless the request carries a valid token for this hub, in the query or else in the header.
    /// </summary>
    public async Task<ClientClaims?> ReadClientAsync(HttpRequest request, string hub)
    {
        var token = (string?)request.Query["access_token"] ?? Bearer(request);
        var audience = ClientAudience(request, hub);
        if (await VerifyAsync(token, audiences => audiences.Any(Fits)) is not { } jwt)
        {
            return null;
        }

        var userId = string.IsNullOrEmpty(jwt.Subject) ? null : jwt.Subject;
        var all = jwt.Claims
            .GroupBy(claim => claim.Type, StringComparer.Ordinal)
            .ToDictionary(claims => claims.Key, claims => claims.Select(claim => claim.Value).ToArray());
        return new ClientClaims(userId, Values(jwt, RoleClaim), Values(jwt, GroupClaim), all);

        bool Fits(string candidate) => SameUrl(candidate, audience);
    }

    /// <summary>
    /// True when the request carries a key-signed token for its own URL, with or without the query, or else a token of
    /// Entra ID for the service, where that is trusted.
    /// </summary>
    public async Task<bool> VerifyServerAsync(HttpRequest request, string rawTarget)
    {
        var withQuery = $"{request.Scheme}://{request.Host}{rawTarget}";
        var bare = withQuery.Split('?', 2)[0];
        var token = Bearer(request);
        return await VerifyAsync(token, audiences => audiences.Any(Fits)) is not null
            || (_trustsEntra && IsEntraToken(token));

        bool Fits(string audience) => SameUrl(audience, withQuery) || SameUrl(audience, bare);
    }

    public string MintClient(
        HttpRequest request, string hub, string? userId, string[] roles, string[] groups, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow();
        var descriptor = new SecurityTokenDescriptor
        {
            Audience = ClientAudience(request, hub),
            IssuedAt = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials(_keys[0], SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object> { [RoleClaim] = roles, [GroupClaim] = groups },
        };
        if (userId is not null)
        {
            descriptor.Claims[JwtRegisteredClaimNames.Sub] = userId;
        }

        return _handler.CreateToken(descriptor);
    }

    private static string ClientAudience(HttpRequest request, string hub) =>
        $"{request.Scheme}://{request.Host}/client/hubs/{hub}";

    private static string? Bearer(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = (string?)request.Headers.Authorization;
        return header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true
            ? header[Scheme.Length..].Trim()
            : null;
    }

    /// <summary>The SDKs do not agree on escaping, so a once decoded audience is accepted, too.</summary>
    private static bool SameUrl(string audience, string url) =>
        string.Equals(audience, url, StringComparison.OrdinalIgnoreCase)
        || string.Equals(
            Uri.UnescapeDataString(audience), Uri.UnescapeDataString(url), StringComparison.OrdinalIgnoreCase);

    private static string[] Values(JsonWebToken jwt, string claim) =>
        [.. jwt.Claims.Where(candidate => candidate.Type == claim).Select(candidate => candidate.Value)];

    private async Task<JsonWebToken?> VerifyAsync(string? token, Func<IEnumerable<string>, bool> fitsAudience)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeys = _keys,
            AudienceValidator = (audiences, _, _) => fitsAudience(audiences),
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires),
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    private bool IsEntraToken(string? token)
    {
        if (string.IsNullOrEmpty(token) || !_handler.CanReadToken(token))
        {
            return false;
        }

        try
        {
            var jwt = _handler.ReadJsonWebToken(token);
            return jwt.Audiences.Contains(EntraAudience) && IsCurrent(jwt.ValidFrom, jwt.ValidTo);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is null || notBefore <= now + ClockSkew);
    }
}
