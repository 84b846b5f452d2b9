using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Moderation;

/// <summary>Puts a person out of a room, so that nothing they hold lets them in again.</summary>
internal sealed class Removal(
    OccupancyStore occupancies, ParticipationStore participations, BanStore bans, ShutOuts shutOuts, Admission admission,
    TimeProvider time)
{
    /// <param name="room">Where.</param>
    /// <param name="sessionId">The session it must be; null: the live one.</param>
    /// <param name="participantId">Who.</param>
    /// <param name="ban">New tokens are refused, too; also for somebody who is not there.</param>
    /// <param name="cancellationToken">Of the call.</param>
    /// <returns>null: done.</returns>
    public async Task<Failure?> RemoveAsync(
        Room room, string? sessionId, string participantId, bool ban, CancellationToken cancellationToken)
    {
        if (participantId.Length == 0 || !ClaimRules.IsId(participantId))
        {
            return Failures.InvalidRequest("participantId has 1 to 128 characters, none of them control characters.");
        }

        var current = await occupancies.FindAsync(room.RoomId, cancellationToken);
        var live = current?.Value is { Phase: not OccupancyPhase.Ended } session
            && (sessionId is null || sessionId == session.SessionId) ? session : null;
        var person = live is null
            ? null
            : await participations.FindAsync(live.SessionId, participantId, cancellationToken);
        if (person is null && !ban)
        {
            return live is null ? SessionDirectory.SessionNotFound : SessionDirectory.ParticipantNotFound;
        }

        // First what keeps them out, then out: a join under way sees the ban when it settles.
        var now = time.GetUtcNow();
        await bans.AddAsync(
            room.RoomId, new Ban(participantId, now.ToUnixTimeSeconds(), ban, now), cancellationToken);
        if (person is not null)
        {
            await PutOutAsync(room.RoomId, live!, person, now, cancellationToken);
        }

        return null;
    }

    private async Task PutOutAsync(
        string roomId, Occupancy live, Participation person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (person.TokenId is { } token && !await IsSharedAsync(live.SessionId, person, cancellationToken))
        {
            await bans.AddTokenAsync(roomId, token, now, cancellationToken);
        }

        var removed = await participations.RemoveAsync(
            live.SessionId, person.ParticipantId, now, cancellationToken) ?? person;
        await participations.WithdrawAsync(live.SessionId, removed.ConnectionKey, cancellationToken);
        await shutOuts.AddAsync(removed.ConnectionKey, cancellationToken);
        await admission.CloseAsync(
            roomId, live.WorkerId, removed.ConnectionKey, LeaveReason.Removed, cancellationToken);
    }

    // A page that gives one token to its whole audience: taking it from one would take it from all.
    private async Task<bool> IsSharedAsync(
        string sessionId, Participation person, CancellationToken cancellationToken)
    {
        await foreach (var other in participations.PeopleAsync(sessionId, Paging.MaxListed, cancellationToken))
        {
            if (other.TokenId == person.TokenId && other.ParticipantId != person.ParticipantId)
            {
                return true;
            }
        }

        return false;
    }
}
