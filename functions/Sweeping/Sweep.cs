using Serverless.Functions.Moderation;
using Serverless.Functions.Retention;
using Serverless.Functions.Sessions;
using Serverless.Functions.Usage;
using Serverless.Functions.Webhooks;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Sweeping;

/// <summary>
/// Puts right what no call will: sessions whose worker is gone, sessions that nobody is in. It only repeats conditional
/// steps that others may take at the same time, so any number of sweeps at once do no harm.
/// </summary>
internal sealed class Sweep(
    OccupancyStore occupancies, LiveMarks marks, SessionList list, SessionEnding ending, AutoClosing closing,
    UsageCounting usage, ParticipationStore participations, WorkerRegistry workers, WorkerClient client,
    SessionRetention sessions, RetentionSweep retention, ShutOuts shutOuts, WebhookSweep webhooks,
    TimeProvider time)
{
    /// <summary>Time for the participants of a dead worker to resume on another.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromMinutes(2);

    /// <summary>Longer than any join takes to open its session.</summary>
    private static readonly TimeSpan Opening = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var known = (await workers.ListAsync(cancellationToken)).ToDictionary(worker => worker.WorkerId);
        await foreach (var (sessionId, mark) in marks.AllAsync(cancellationToken))
        {
            await LookAtAsync(sessionId, mark, known, cancellationToken);
        }

        foreach (var worker in known.Values.Where(worker => time.GetUtcNow() - worker.ReportedAt > Forgotten))
        {
            await workers.ForgetAsync(worker.WorkerId, cancellationToken);
        }

        await retention.RunAsync(cancellationToken);
        await shutOuts.RunAsync(cancellationToken);
        // Last: other people's servers take their time.
        await webhooks.RunAsync(cancellationToken);
    }

    private async Task LookAtAsync(
        string sessionId, LiveMark mark, Dictionary<string, WorkerRecord> known, CancellationToken cancellationToken)
    {
        var roomId = SessionId.RoomOf(sessionId);
        var stored = roomId is null ? null : await occupancies.FindAsync(roomId, cancellationToken);
        if (stored is { Value.Phase: not OccupancyPhase.Ended } && stored.Value.SessionId == sessionId)
        {
            if (time.GetUtcNow() - mark.At <= Gone)
            {
                var session = stored.Value;
                await list.AddAsync(
                    new SessionRecord(sessionId, roomId!, session.TenantId, session.StartedAt), cancellationToken);
            }

            if (!await closing.CloseIfDueAsync(roomId!, stored.Value, cancellationToken))
            {
                await CheckAsync(roomId!, stored.Value, known, cancellationToken);
            }
        }
        else if (time.GetUtcNow() - mark.At > Opening)
        {
            await SettleAsync(roomId, sessionId, cancellationToken);
        }
    }

    // The mark goes last: whatever fails before is repeated by the next sweep.
    private async Task SettleAsync(string? roomId, string sessionId, CancellationToken cancellationToken)
    {
        if (roomId is not null
            && await occupancies.FindRecordAsync(roomId, sessionId, cancellationToken) is { } record)
        {
            await list.PutAsync(record, cancellationToken);
            await usage.CountAsync(record, cancellationToken);
            await sessions.BeginAsync(record, cancellationToken);
        }

        await marks.ClearAsync(sessionId, cancellationToken);
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
