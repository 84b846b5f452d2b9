using Serverless.Functions.Sessions;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Sweeping;

/// <summary>
/// Puts right what no call will: sessions whose worker is gone, sessions that nobody is in. It only repeats conditional
/// steps that others may take at the same time, so any number of sweeps at once do no harm.
/// </summary>
internal sealed class Sweep(
    OccupancyStore occupancies, SessionEnding ending, ParticipationStore participations, WorkerRegistry workers,
    WorkerClient client, TimeProvider time)
{
    /// <summary>Time for the participants of a dead worker to resume on another.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromMinutes(2);

    /// <summary>Longer than any join takes to open its session.</summary>
    private static readonly TimeSpan Opening = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var known = (await workers.ListAsync(cancellationToken)).ToDictionary(worker => worker.WorkerId);
        var after = string.Empty;
        while (await occupancies.ListLiveAsync(after, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var (roomId, mark) in page)
            {
                var stored = await occupancies.FindAsync(roomId, cancellationToken);
                if (stored is { Value.Phase: not OccupancyPhase.Ended })
                {
                    await CheckAsync(roomId, stored.Value, known, cancellationToken);
                }
                else if (time.GetUtcNow() - mark.Value.At > Opening)
                {
                    await occupancies.UnmarkLiveAsync(roomId, mark, cancellationToken);
                }
            }

            after = page[^1].RoomId;
        }

        foreach (var worker in known.Values.Where(worker => time.GetUtcNow() - worker.ReportedAt > Forgotten))
        {
            await workers.ForgetAsync(worker.WorkerId, cancellationToken);
        }
    }

    private async Task CheckAsync(
        string roomId, Occupancy session, Dictionary<string, WorkerRecord> known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - session.StartedAt <= Gone || await participations.AnyUnderWayAsync(session.SessionId, cancellationToken))
        {
            return;
        }

        var worker = known.GetValueOrDefault(session.WorkerId);
        var dead = worker is null
            || (now - worker.ReportedAt > Gone && await client.FeelAsync(worker, cancellationToken) != WorkerPulse.Healthy);
        if (dead || await IsEmptyAsync(roomId, session, worker!, now, cancellationToken))
        {
            await ending.EndIfEmptyAsync(roomId, session.SessionId, cancellationToken);
        }
    }

    // Where the report of the last leave was lost, or the join it waited for failed, a fresh heartbeat tells the same.
    private async Task<bool> IsEmptyAsync(
        string roomId, Occupancy session, WorkerRecord worker, DateTimeOffset now, CancellationToken cancellationToken) =>
        Placement.IsAlive(worker, now)
        && (await workers.RoomsAsync(worker.WorkerId, cancellationToken))
            .All(room => room.RoomId != roomId || room.SessionId != session.SessionId || room.Participants == 0);
}
