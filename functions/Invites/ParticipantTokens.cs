using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Rooms;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Invites;

/// <summary>What an invite is exchanged for: a token that the tenant's own back end could have made.</summary>
internal sealed class ParticipantTokens(TimeProvider time)
{
    /// <summary>A long day's event, reloads included.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public ExchangeInviteResponse Make(TenantKey key, Room room, InviteRole role)
    {
        var now = time.GetUtcNow();
        var expiry = DateTimeOffset.FromUnixTimeSeconds((now + Lifetime).ToUnixTimeSeconds());
        var claims = new ApiTokenClaims
        {
            ApiKey = key.ApiKey,
            Permissions = role switch
            {
                InviteRole.Viewer or InviteRole.Host => ["allow_join"],
                InviteRole.Moderator => ["allow_join", "allow_mod"],
                InviteRole.Guest => ["ask_join"],
            },
            Version = 2,
            // A link must not become a key to the REST API.
            Roles = ["rtc"],
            RoomId = room.RoomId,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = expiry.ToUnixTimeSeconds(),
            Publish = role == InviteRole.Host ? Enum.GetValues<TrackSource>() : null,
        };
        var payload = JsonSerializer.Serialize(claims, ApiTokenJson.Default.ApiTokenClaims);
        return new ExchangeInviteResponse(Jwt.Sign(payload, key.SigningKey()), room.RoomId, role, expiry, room.CustomRoomId);
    }
}
