using System.Threading.Channels;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>Finds or opens the room a join is for, and decides between lives of the same room by epoch and session.</summary>
internal sealed partial class RoomDirectory(OpenRooms rooms, RoomServices services, WorkerOptions options)
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A room that ends while a join comes in is opened anew; more often than this, something is wrong.</summary>
    private const int Attempts = 3;

    public bool Holds(string roomId) => rooms.Find(roomId) is not null;

    public async Task<JoinResult> JoinAsync(JoinCommand command, StageClock stages)
    {
        var (ticket, request) = command;
        if (!request.Resume && rooms.Participants >= options.Capacity)
        {
            return new JoinResult.Refused(503, ProblemCodes.NoCapacity, "This worker is full.");
        }

        var wanted = new RoomIdentity(ticket.RoomId, ticket.SessionId, request.Epoch);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entry = rooms.GetOrAdd(ticket.RoomId, () => new RoomEntry(wanted, OpenAsync));
            if (entry.Identity != wanted)
            {
                if (await ReplaceAsync(entry, wanted) is { } conflict)
                {
                    return conflict;
                }

                continue;
            }

            var room = await entry.OpenAsync();
            stages.Mark("open");
            if (room is null)
            {
                rooms.Remove(entry);
                return new JoinResult.Refused(503, ProblemCodes.WorkerUnavailable, "The room could not be opened.");
            }

            try
            {
                return await room.JoinAsync(command, stages);
            }
            catch (ChannelClosedException)
            {
                rooms.Remove(entry);
            }
        }

        return new JoinResult.Refused(503, ProblemCodes.WorkerUnavailable, "The room is ending.");
    }

    /// <summary>Null: the old life is removed, the caller tries again.</summary>
    private async Task<JoinResult.Refused?> ReplaceAsync(RoomEntry entry, RoomIdentity wanted)
    {
        if (wanted.Epoch < entry.Identity.Epoch)
        {
            return new JoinResult.Refused(409, ProblemCodes.StaleEpoch, "The room has moved on.");
        }

        if (wanted.Epoch == entry.Identity.Epoch && entry.Open is { Participants: > 0 })
        {
            return new JoinResult.Refused(409, ProblemCodes.SessionEnded, "Another session is live in this room.");
        }

        LogReplaced(services.Logger, wanted.Epoch);
        if (await entry.OpenAsync() is { } old)
        {
            // To its end: a late farewell of the old life must not end a transport of the new one.
            await old.StopAsync(TimeSpan.Zero);
        }

        rooms.Remove(entry);
        return null;
    }

    /// <summary>Log and groups are there before the first join answers, so that join misses nothing.</summary>
    private async Task<LiveRoom?> OpenAsync(RoomEntry entry)
    {
        var roomId = entry.Identity.RoomId;
        using var timeout = new CancellationTokenSource(OpenTimeout, services.Time);
        try
        {
            var signaling = services.Signaling.JoinGroupAsync(Groups.Signaling(roomId), timeout.Token);
            var up = services.Signaling.JoinGroupAsync(Groups.Up(roomId), timeout.Token);
            var tail = services.Functions.ReadLogTailAsync(roomId, SnapshotDesk.AtJoin, timeout.Token);
            var present = services.Functions.ReadPresentAsync(roomId, entry.Identity.SessionId, timeout.Token);
            await Task.WhenAll(signaling, up, tail, present);
            if (await tail is { } page)
            {
                var expected = (await present)?.Participants ?? [];
                return new LiveRoom(entry.Identity, page, expected, services, _ => rooms.Remove(entry));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or PubSubRefusedException)
        {
            LogNotOpened(services.Logger, e.GetType().Name);
        }

        services.Signaling.LeaveGroup(Groups.Signaling(roomId));
        services.Signaling.LeaveGroup(Groups.Up(roomId));
        return null;
    }

    [LoggerMessage(1220, LogLevel.Warning, "A room could not be opened ({Kind})")]
    private static partial void LogNotOpened(ILogger logger, string kind);

    [LoggerMessage(1221, LogLevel.Information, "A room is replaced by one of epoch {Epoch}")]
    private static partial void LogReplaced(ILogger logger, int epoch);
}
