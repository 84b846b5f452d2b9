using System.Text.Json;
using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Tokens;

/// <summary>Participants' tokens for back ends that do not sign themselves.</summary>
internal sealed class TokenMinting(TenantStore tenants, RoomAccess rooms, ParticipantTokens tokens, ISecrets secrets)
{
    private const int DefaultSeconds = 3_600;
    private const int MaxSeconds = 86_400;

    public async Task<Outcome<MintTokenResponse>> MintAsync(
        ApiCaller caller, MintTokenRequest request, CancellationToken cancellationToken)
    {
        if (Refuse(request) is { } refused)
        {
            return refused;
        }

        // Whoever holds a key to one room gives out keys to that room only, and whoever is somebody, only their own.
        var roomId = request.RoomId ?? caller.RoomId;
        if (roomId is not null)
        {
            var room = await rooms.FindAsync(caller, roomId, cancellationToken);
            if (room.Failed)
            {
                return room.Failure;
            }

            roomId = room.Value.RoomId;
        }

        if (caller.ParticipantId is { } own && (request.ParticipantId ?? own) != own)
        {
            return Failures.Forbidden(ProblemCodes.WrongParticipant, "The token is for another participant.");
        }

        if (await tenants.FindSigningKeyAsync(caller.TenantId, cancellationToken) is not { } key)
        {
            return Failures.TenantDisabled;
        }

        var signed = tokens.Sign(
            key,
            new ApiTokenClaims
            {
                Id = secrets.Letters(16),
                Permissions = [.. (request.Permissions ?? [TokenPermission.AllowJoin]).Distinct().Select(Name)],
                RoomId = roomId,
                ParticipantId = request.ParticipantId ?? caller.ParticipantId,
                Mode = request.Mode,
                Publish = request.Publish,
                Name = request.Name,
                Metadata = request.Metadata is { ValueKind: JsonValueKind.Object } metadata ? metadata : null,
            },
            "rtc",
            TimeSpan.FromSeconds(request.ExpiresInSeconds ?? DefaultSeconds));
        return new MintTokenResponse(signed.Token, signed.ExpiresAt);
    }

    private static Failure? Refuse(MintTokenRequest request)
    {
        if (request.ExpiresInSeconds is < 60 or > MaxSeconds)
        {
            return Failures.InvalidRequest($"expiresInSeconds is 60 to {MaxSeconds}.");
        }

        if (!ClaimRules.IsId(request.ParticipantId))
        {
            return Failures.InvalidRequest("participantId has 1 to 128 characters, none of them control characters.");
        }

        if (request.Permissions is { Count: 0 }
            || (request.Permissions?.Contains(TokenPermission.AskJoin) is true && request.Permissions.Distinct().Count() > 1))
        {
            return Failures.InvalidRequest("permissions names one at least, and ask_join goes with no other.");
        }

        if (JoinForm.RefuseName(request.Name) is { } wrongName)
        {
            return wrongName;
        }

        return request.Metadata is { ValueKind: not JsonValueKind.Null } metadata && MetadataRules.Refuse(metadata) is { } wrong
            ? Failures.InvalidRequest(wrong)
            : null;
    }

    private static string Name(TokenPermission permission) => permission switch
    {
        TokenPermission.AllowJoin => "allow_join",
        TokenPermission.AskJoin => "ask_join",
        TokenPermission.AllowMod => "allow_mod",
    };
}
