using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>Snapshots, and the log entries a client missed: from memory, else from the tables.</summary>
internal sealed class SnapshotDesk(RoomContext context, Roster roster, RoomLog log, RoomFeed feed, RoomOutbox outbox)
{
    public const int AtJoin = 50;
    private const int AtSync = 200;

    public RoomSnapshot Newest() => With(log.Memory.Newest(AtJoin));

    public void Sync(Member member, SyncMessage sync)
    {
        if (sync.AfterSeq < 0)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "afterSeq is a sequence number or 0.");
        }
        else if (log.Memory.Covers(sync.AfterSeq))
        {
            Answer(member, log.Memory.After(sync.AfterSeq));
        }
        else if (!member.Syncing)
        {
            member.Syncing = true;
            context.Loop.Start(
                cancellation => context.Functions.ReadLogAsync(
                    context.Identity.RoomId, sync.AfterSeq, AtSync, cancellation),
                ifFailed: null,
                page => Read(member, sync, page));
        }
    }

    private void Read(Member member, SyncMessage sync, LogPage? page)
    {
        member.Syncing = false;

        // Without the tables the client gets what is here, sees from seq what it lacks, and asks for the log by REST.
        Answer(member, page?.Entries ?? log.Memory.After(sync.AfterSeq));
    }

    /// <summary>The oldest that fit: the client sees from LastSeq that more follow, and reads on by REST (rule FD5).</summary>
    private void Answer(Member member, IReadOnlyList<LogEntry> entries) => outbox.To(
        member.Key, new SnapshotMessage(With(FrameShare.Of(entries, AtSync)) with { Slots = member.Slots }));

    private RoomSnapshot With(IReadOnlyList<LogEntry> entries) => new()
    {
        Epoch = context.Identity.Epoch,
        Frame = feed.Frame,
        LastSeq = log.Memory.LastSeq,
        Participants = roster.Stage(),
        Audience = roster.Audience,
        Pinned = feed.Pinned,
        Slots = [],
        Log = entries,
    };
}
