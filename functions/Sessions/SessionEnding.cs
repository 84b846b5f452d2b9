using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Sessions;

/// <summary>
/// Ends sessions. An empty room's session ends only if no join is under way: the session is marked as ending, then the
/// announced joins are read. A join announces itself first and reads the mark second, so at least one sees the other.
/// </summary>
internal sealed class SessionEnding(
    OccupancyStore occupancies, SessionList list, ParticipationStore participations, WorkerRegistry workers,
    WorkerClient client, SocketClosing sockets, SessionTelling telling, TimeProvider time)
{
    /// <summary>By order: whoever is inside is told and closed by the worker. Ending an ended session changes nothing.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="sessionId">null: the live one, or the last.</param>
    /// <param name="reason">What the participants are told.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Outcome<SessionRecord>> EndAsync(
        string roomId, string? sessionId, LeaveReason reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await occupancies.FindAsync(roomId, cancellationToken);
            var current = stored?.Value;
            var wanted = sessionId ?? current?.SessionId;
            if (current is null || wanted != current.SessionId || current.Phase == OccupancyPhase.Ended)
            {
                var record = wanted is null
                    ? null
                    : await occupancies.FindRecordAsync(roomId, wanted, cancellationToken);
                return record is not null
                    ? record
                    : new Failure(404, ProblemCodes.NotFound, "The room has no such session.");
            }

            if (await TryEndAsync(roomId, stored!, cancellationToken) is { } ended)
            {
                if (await workers.FindAsync(current.WorkerId, cancellationToken) is { } worker)
                {
                    await client.ControlAsync(worker, roomId, new EndRoomCommand(reason), cancellationToken);
                }

                sockets.CloseRoom(roomId);
                return ended;
            }
        }
    }

    /// <summary>The worker holds nobody.</summary>
    /// <returns>Whether the session is over.</returns>
    public async Task<bool> EndIfEmptyAsync(string roomId, string sessionId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await occupancies.FindAsync(roomId, cancellationToken);
            if (stored is null || stored.Value.SessionId != sessionId || stored.Value.Phase == OccupancyPhase.Ended)
            {
                return true;
            }

            if (stored.Value.Phase == OccupancyPhase.Live)
            {
                var ending = stored.Value with { Phase = OccupancyPhase.Ending, PhaseAt = time.GetUtcNow() };
                await occupancies.ReplaceAsync(roomId, stored, ending, record: null, cancellationToken);
                continue;
            }

            if (await participations.AnyUnderWayAsync(sessionId, cancellationToken))
            {
                var live = stored.Value with { Phase = OccupancyPhase.Live, PhaseAt = time.GetUtcNow() };
                if (await occupancies.ReplaceAsync(roomId, stored, live, record: null, cancellationToken))
                {
                    return false;
                }
            }
            else if (await TryEndAsync(roomId, stored, cancellationToken) is not null)
            {
                return true;
            }
        }
    }

    /// <summary>Whether the session is over already.</summary>
    public async Task<bool> IsOverAsync(string roomId, string sessionId, CancellationToken cancellationToken)
    {
        var stored = await occupancies.FindAsync(roomId, cancellationToken);
        return stored is null || stored.Value.SessionId != sessionId || stored.Value.Phase == OccupancyPhase.Ended;
    }

    private async Task<SessionRecord?> TryEndAsync(
        string roomId, Stored<Occupancy> stored, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = stored.Value with { Phase = OccupancyPhase.Ended, PhaseAt = now };
        var record = new SessionRecord(ended.SessionId, roomId, ended.TenantId, ended.StartedAt, now);
        (ended, var told) = await telling.EndedAsync(roomId, ended, cancellationToken);
        if (!await occupancies.ReplaceAsync(roomId, stored, ended, record, cancellationToken, told))
        {
            return null;
        }

        telling.Committed(roomId, told);

        await list.PutAsync(record, cancellationToken);
        return record;
    }
}
