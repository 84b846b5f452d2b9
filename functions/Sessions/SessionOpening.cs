using Serverless.Functions.Log;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Sessions;

/// <summary>Finds a room's live session, opens one where there is none, moves it where its worker is dead.</summary>
internal sealed class SessionOpening(
    OccupancyStore occupancies, LogStore log, WorkerRegistry workers, WorkerClient client, ISecrets secrets,
    TimeProvider time)
{
    // Somebody who marks a session as ending and then dies must not lock the room.
    private static readonly TimeSpan EndingLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan EndingPause = TimeSpan.FromMilliseconds(25);

    private const int MaxTurns = 200;

    /// <param name="roomId">The room, which exists and is not closed.</param>
    /// <param name="onlySession">For a resume: no other session will do, and none is opened.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Outcome<Occupancy>> EnsureAsync(
        string roomId, string? onlySession, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var stored = await occupancies.FindAsync(roomId, cancellationToken);
            if (onlySession is not null
                && (stored is null || stored.Value.SessionId != onlySession
                    || stored.Value.Phase == OccupancyPhase.Ended))
            {
                return Failures.SessionEnded;
            }

            var outcome = stored?.Value.Phase switch
            {
                OccupancyPhase.Live => await KeepAsync(roomId, stored, cancellationToken),
                OccupancyPhase.Ending => await WaitAsync(roomId, stored, cancellationToken),
                _ => await OpenAsync(roomId, stored, cancellationToken),
            };
            if (outcome is { } found)
            {
                return found;
            }
        }

        return Failures.WorkerUnavailable;
    }

    /// <summary>Whether this session is still the room's: asked after a join was announced, so that the answer holds.</summary>
    public async Task<bool> IsLiveAsync(string roomId, string sessionId, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var stored = await occupancies.FindAsync(roomId, cancellationToken);
            if (stored is null || stored.Value.SessionId != sessionId)
            {
                return false;
            }

            if (stored.Value.Phase != OccupancyPhase.Ending)
            {
                return stored.Value.Phase == OccupancyPhase.Live;
            }

            await WaitAsync(roomId, stored, cancellationToken);
        }

        return false;
    }

    // These answer null where somebody else changed the room first: the caller looks again.
    private async Task<Outcome<Occupancy>?> OpenAsync(
        string roomId, Stored<Occupancy>? last, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Placement.Choose(await workers.ListAsync(cancellationToken), now) is not { } worker)
        {
            return Failures.NoCapacity;
        }

        var opened = new Occupancy
        {
            SessionId = $"s-{secrets.Key()}",
            Epoch = (last?.Value.Epoch ?? 0) + 1,
            WorkerId = worker.WorkerId,
            StartedAt = now,
            Phase = OccupancyPhase.Live,
            PhaseAt = now,
        };
        // The log's epoch rises first: when the session is there, no older worker can write any more. Whoever loses the
        // race below raised it to the winner's epoch as well.
        await occupancies.MarkLiveAsync(roomId, now, cancellationToken);
        await log.RaiseEpochAsync(roomId, opened.Epoch, cancellationToken);
        var record = new SessionRecord(opened.SessionId, roomId, now);
        if (!await occupancies.ReplaceAsync(roomId, last, opened, record, cancellationToken))
        {
            return null;
        }

        return opened;
    }

    private async Task<Outcome<Occupancy>?> KeepAsync(
        string roomId, Stored<Occupancy> live, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var worker = await workers.FindAsync(live.Value.WorkerId, cancellationToken);
        if (worker is not null
            && (Placement.IsAlive(worker, now) || await client.IsHealthyAsync(worker, cancellationToken)))
        {
            return live.Value;
        }

        var all = await workers.ListAsync(cancellationToken);
        var others = all.Where(other => other.WorkerId != live.Value.WorkerId);
        if (Placement.Choose(others, now) is not { } next)
        {
            return Failures.NoCapacity;
        }

        var moved = live.Value with { Epoch = live.Value.Epoch + 1, WorkerId = next.WorkerId };
        await log.RaiseEpochAsync(roomId, moved.Epoch, cancellationToken);
        if (!await occupancies.ReplaceAsync(roomId, live, moved, record: null, cancellationToken))
        {
            return null;
        }

        return moved;
    }

    private async Task<Outcome<Occupancy>?> WaitAsync(
        string roomId, Stored<Occupancy> ending, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - ending.Value.PhaseAt > EndingLimit)
        {
            var live = ending.Value with { Phase = OccupancyPhase.Live, PhaseAt = now };
            await occupancies.ReplaceAsync(roomId, ending, live, record: null, cancellationToken);
        }
        else
        {
            // Another process is at work in real time, whatever the clock of a test says.
            await Task.Delay(EndingPause, cancellationToken);
        }

        return null;
    }
}
