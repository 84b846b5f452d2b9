using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Log;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Storage;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Sessions;

/// <summary>Finds a room's live session, opens one where there is none, moves it where its worker is dead or goes away.</summary>
internal sealed class SessionOpening(
    OccupancyStore occupancies, LiveMarks marks, SessionList list, LogStore log, WorkerRegistry workers, DemandStore demands, WorkerClient client,
    SessionTelling telling, ISecrets secrets, TimeProvider time)
{
    // Somebody who marks a session as ending and then dies must not lock the room.
    private static readonly TimeSpan EndingLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan EndingPause = TimeSpan.FromMilliseconds(25);

    /// <summary>A first worker that takes longer than this to start does not come.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private const int MaxTurns = 200;

    /// <summary>For a join: the room's live session, opened where there is none.</summary>
    /// <param name="room">Is not closed.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public Task<Outcome<Occupancy>> EnsureAsync(Room room, CancellationToken cancellationToken) =>
        EnsureAsync(room.RoomId, room, onlySession: null, cancellationToken);

    /// <summary>For a resume: no other session will do, and none is opened.</summary>
    public Task<Outcome<Occupancy>> KeepAsync(
        string roomId, string sessionId, CancellationToken cancellationToken) =>
        EnsureAsync(roomId, toOpen: null, sessionId, cancellationToken);

    /// <summary>A draining worker gives the room away.</summary>
    /// <returns>false: there is no other worker now.</returns>
    public async Task<bool> MoveAwayAsync(
        string roomId, string sessionId, int epoch, string workerId, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var stored = await occupancies.FindAsync(roomId, cancellationToken);
            if (stored is null || stored.Value.SessionId != sessionId || stored.Value.Epoch != epoch
                || stored.Value.WorkerId != workerId || stored.Value.Phase == OccupancyPhase.Ended)
            {
                return true;
            }

            if (stored.Value.Phase == OccupancyPhase.Ending)
            {
                await WaitAsync(roomId, stored, cancellationToken);
            }
            else if (Placement.Choose(await OthersAsync(stored.Value, cancellationToken), time.GetUtcNow()) is not { } next)
            {
                return false;
            }
            else if (await MoveAsync(roomId, stored, next, cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
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

    private async Task<Outcome<Occupancy>> EnsureAsync(
        string roomId, Room? toOpen, string? onlySession, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var stored = await occupancies.FindAsync(roomId, cancellationToken);
            if (onlySession is not null && stored?.Value.SessionId != onlySession)
            {
                return Failures.SessionEnded;
            }

            var outcome = stored?.Value.Phase switch
            {
                OccupancyPhase.Live => await KeepAsync(roomId, stored, isResume: toOpen is null, cancellationToken),
                OccupancyPhase.Ending => await WaitAsync(roomId, stored, cancellationToken),
                _ => toOpen is null ? Failures.SessionEnded : await OpenAsync(toOpen, stored, cancellationToken),
            };
            if (outcome is { } found)
            {
                return found;
            }
        }

        return Failures.WorkerUnavailable;
    }

    // These answer null where somebody else changed the room first: the caller looks again.
    private async Task<Outcome<Occupancy>?> OpenAsync(
        Room room, Stored<Occupancy>? last, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = await workers.ListAsync(cancellationToken);
        if (Placement.Choose(known, now) is not { } worker)
        {
            return await NoneAsync(room.RoomId, known, cancellationToken);
        }

        var opened = new Occupancy
        {
            TenantId = room.TenantId,
            SessionId = SessionId.New(room.RoomId, now, secrets),
            Epoch = (last?.Value.Epoch ?? 0) + 1,
            WorkerId = worker.WorkerId,
            StartedAt = now,
            ClosesAt = now + room.AutoCloseConfig.Lifetime(),
            ClosesRoom = room.AutoCloseConfig is { Type: AutoCloseType.SessionEndsAndRoomCloses },
            Phase = OccupancyPhase.Live,
            PhaseAt = now,
        };
        (opened, var told) = await telling.StartedAsync(room, last?.Value, opened, cancellationToken);
        // The log's epoch rises first: when the session is there, no older worker can write any more. Whoever loses the
        // race below raised it to the winner's epoch as well.
        await marks.SetAsync(opened.SessionId, now, cancellationToken);
        await log.RaiseEpochAsync(room.RoomId, opened.Epoch, cancellationToken);
        var record = new SessionRecord(opened.SessionId, room.RoomId, room.TenantId, now);
        if (!await occupancies.ReplaceAsync(room.RoomId, last, opened, record, cancellationToken, told))
        {
            return null;
        }

        telling.Committed(room.RoomId, told);

        await list.PutAsync(record, cancellationToken);
        return opened;
    }

    private async Task<Outcome<Occupancy>?> KeepAsync(
        string roomId, Stored<Occupancy> live, bool isResume, CancellationToken cancellationToken)
    {
        var worker = await workers.FindAsync(live.Value.WorkerId, cancellationToken);
        var pulse = worker is null ? WorkerPulse.Refused : await FeelAsync(worker, isResume, cancellationToken);
        if (worker is { State: WorkerState.Ready } && pulse == WorkerPulse.Healthy)
        {
            return live.Value;
        }

        var others = await OthersAsync(live.Value, cancellationToken);
        if (Placement.Choose(others, time.GetUtcNow()) is { } next)
        {
            return await MoveAsync(roomId, live, next, cancellationToken) is { } moved
                ? moved
                : default(Outcome<Occupancy>?);
        }

        // One that goes away or is slow is better than none.
        return worker is not null && (pulse == WorkerPulse.Healthy || IsOnlySlow(worker, pulse))
            ? live.Value
            : await NoneAsync(roomId, others, cancellationToken);
    }

    // Two things must agree before a room moves: a late heartbeat or somebody who lost the worker, and its /health. Slowness
    // alone, without a late heartbeat, is no death.
    private async Task<WorkerPulse> FeelAsync(WorkerRecord worker, bool isResume, CancellationToken cancellationToken)
    {
        if (worker.State == WorkerState.Stopped)
        {
            return WorkerPulse.Refused;
        }

        var isSuspect = Placement.IsSuspect(worker, time.GetUtcNow());
        if (!isSuspect && !isResume)
        {
            return WorkerPulse.Healthy;
        }

        var pulse = await client.FeelAsync(worker, cancellationToken);
        return pulse == WorkerPulse.Silent && !isSuspect ? WorkerPulse.Healthy : pulse;
    }

    // Heard of lately and still listening: on a machine that has too much to do, heartbeat and /health are late together.
    private bool IsOnlySlow(WorkerRecord worker, WorkerPulse pulse) =>
        pulse == WorkerPulse.Silent && time.GetUtcNow() - worker.ReportedAt <= Placement.Silence;

    // Asked for, so that one starts. Workers that are alive and were not chosen are full.
    private async Task<Failure> NoneAsync(
        string roomId, IEnumerable<WorkerRecord> others, CancellationToken cancellationToken)
    {
        var waited = await demands.WaitAsync(roomId, cancellationToken);
        return waited > StartLimit || others.Any(other => Placement.IsAlive(other, time.GetUtcNow()))
            ? Failures.NoCapacity
            : Failures.WorkerStarting;
    }

    private async Task<IReadOnlyList<WorkerRecord>> OthersAsync(Occupancy live, CancellationToken cancellationToken)
    {
        var all = await workers.ListAsync(cancellationToken);
        return [.. all.Where(other => other.WorkerId != live.WorkerId)];
    }

    /// <returns>null: somebody else changed the room first.</returns>
    private async Task<Occupancy?> MoveAsync(
        string roomId, Stored<Occupancy> live, WorkerRecord next, CancellationToken cancellationToken)
    {
        var moved = live.Value with
        {
            Epoch = live.Value.Epoch + 1,
            WorkerId = next.WorkerId,
            MovedAt = time.GetUtcNow(),
        };
        await log.RaiseEpochAsync(roomId, moved.Epoch, cancellationToken);
        return await occupancies.ReplaceAsync(roomId, live, moved, record: null, cancellationToken) ? moved : null;
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
