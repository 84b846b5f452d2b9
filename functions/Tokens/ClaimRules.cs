using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tokens;

/// <summary>What the claims of a token with a good signature must say.</summary>
internal static class ClaimRules
{
    /// <summary>Clocks of back ends and ours may differ by this much.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const int MaxIdLength = 128;

    public static Outcome<ApiCaller> Apply(ApiTokenClaims claims, string tenantId, string tokenId, DateTimeOffset now)
    {
        if (claims.ExpiresAt is not { } expiry)
        {
            return Invalid("The token has no exp.");
        }

        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        if (seconds >= expiry + Skew.TotalSeconds)
        {
            return Failures.Unauthorized(ProblemCodes.TokenExpired, "Token is invalid or expired: get a new one.");
        }

        if (claims.NotBefore > seconds + Skew.TotalSeconds)
        {
            return Invalid("The token is not valid yet.");
        }

        // A removal shuts out what was issued until then: a date ahead of the clock would outlive it.
        if (claims.IssuedAt > seconds + Skew.TotalSeconds)
        {
            return Invalid("The token's iat lies in the future: the clock of whoever signed it is ahead.");
        }

        if (claims.Version is not (null or 2))
        {
            return Invalid("The token's version must be 2.");
        }

        if (!IsId(claims.RoomId) || !IsId(claims.ParticipantId))
        {
            return Invalid($"roomId and participantId have 1 to {MaxIdLength} characters.");
        }

        if (claims.Metadata is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
        {
            return Invalid("The token's metadata must be an object.");
        }

        return WithPermissions(claims, tenantId, tokenId);
    }

    private static Outcome<ApiCaller> WithPermissions(ApiTokenClaims claims, string tenantId, string tokenId)
    {
        var join = claims.Permissions?.Contains("allow_join") is true;
        var ask = claims.Permissions?.Contains("ask_join") is true;
        var moderate = claims.Permissions?.Contains("allow_mod") is true;
        if (!join && !ask && !moderate)
        {
            return Failures.Unauthorized(
                ProblemCodes.PermissionsInvalid, "The token's permissions must name allow_join, ask_join or allow_mod.");
        }

        if (ask && (join || moderate))
        {
            return Failures.Unauthorized(
                ProblemCodes.PermissionsInvalid, "ask_join goes with no other permission.");
        }

        return new ApiCaller
        {
            TenantId = tenantId,
            TokenId = tokenId,
            IssuedAt = claims.IssuedAt,
            MayJoin = join,
            MayAsk = ask,
            MayModerate = moderate,
            JoinOnly = HasRole(claims, "rtc") && !HasRole(claims, "crawler"),
            RestOnly = HasRole(claims, "crawler") && !HasRole(claims, "rtc"),
            RoomId = claims.RoomId,
            ParticipantId = claims.ParticipantId,
            Mode = claims.Mode,
            Publish = claims.Publish,
            Name = claims.Name,
            Metadata = claims.Metadata is { ValueKind: JsonValueKind.Object } metadata ? metadata : null,
        };
    }

    // Old documents of VideoSDK wrote CRAWLER.
    private static bool HasRole(ApiTokenClaims claims, string role) =>
        claims.Roles?.Contains(role, StringComparer.OrdinalIgnoreCase) is true;

    public static bool IsId(string? id) =>
        id is null || (id.Length is > 0 and <= MaxIdLength && !id.Any(char.IsControl));

    private static Failure Invalid(string detail) => Failures.Unauthorized(ProblemCodes.TokenInvalid, detail);
}
