using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Invites;

/// <summary>What each role of an invite may do, in the words of a token.</summary>
internal static class InviteClaims
{
    public static ApiTokenClaims Of(InviteRole role, string roomId, string tokenId) => new()
    {
        // Two who open the same link in the same second get different tokens: one of them can be put out.
        Id = tokenId,
        Permissions = role switch
        {
            InviteRole.Viewer or InviteRole.Host => ["allow_join"],
            InviteRole.Moderator => ["allow_join", "allow_mod"],
            InviteRole.Guest => ["ask_join"],
        },
        RoomId = roomId,
        Publish = role == InviteRole.Host ? Enum.GetValues<TrackSource>() : null,
    };
}
