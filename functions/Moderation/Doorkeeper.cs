using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Moderation;

/// <summary>Refuses those who were removed. Asked before a join and again after it stands: a removal in between is seen by one of the two.</summary>
internal sealed class Doorkeeper(BanStore bans)
{
    /// <returns>null: the person may come in.</returns>
    public async Task<Failure?> RefuseAsync(string roomId, ApiCaller caller, CancellationToken cancellationToken)
    {
        var token = bans.IsTokenBannedAsync(roomId, caller.TokenId, cancellationToken);
        var ban = caller.ParticipantId is { } id ? await bans.FindAsync(roomId, id, cancellationToken) : null;
        if (ban is { Banned: true })
        {
            await token;
            return Failures.Forbidden(ProblemCodes.ParticipantBanned, "This person is banned from the room.");
        }

        var isOld = ban is not null && (caller.IssuedAt is null || caller.IssuedAt <= ban.TokensUntil);
        return await token || isOld
            ? Failures.Forbidden(
                ProblemCodes.ParticipantRemoved,
                "This person was removed from the room: a token from before does not open it any more.")
            : null;
    }
}
