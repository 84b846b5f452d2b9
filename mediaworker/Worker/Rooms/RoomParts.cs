using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>The parts of one room, put together. All of them live on the room's loop.</summary>
internal sealed class RoomParts
{
    /// <param name="context">The room.</param>
    /// <param name="tail">The newest entries of its log.</param>
    /// <param name="services">Shared by all rooms.</param>
    /// <param name="sessionEnded">Functions closed the session.</param>
    /// <param name="superseded">The log refuses this worker: the room is another's.</param>
    public RoomParts(RoomContext context, LogPage tail, RoomServices services, Action sessionEnded, Action superseded)
    {
        Log = new RoomLog(tail);
        Outbox = new RoomOutbox(services.Signaling, context.Identity.RoomId, services.Logger);
        Feed = new RoomFeed(context.Identity.Epoch, Outbox);
        Chat = new RoomChat(context, Log, Outbox, Feed, superseded);
        Statements = new MediaStatements(context, Roster, Outbox);
        Codecs = new CommonCodecs(Roster, Outbox);
        Media = new RoomMedia(context, Roster, Outbox, Feed, Statements, Codecs);
        Snapshots = new SnapshotDesk(context, Roster, Log, Feed, Outbox);
        Departures = new Departures(context, IsEmpty, sessionEnded);
        Silence = new SilenceWatch(context, Roster, PutOut);
        Returning = new Returning(context, Roster, Silence, PutOut);
        Quality = new QualityReporter(context, Roster);
        var pins = new PinDesk(context, Outbox, Feed);
        Doorway = new Doorway(context, Roster, Feed, Outbox, Statements, Codecs, pins, Departures, Silence, Quality);
        Desk = new MessageDesk(
            context,
            Roster,
            Outbox,
            Chat,
            Media,
            Statements,
            Codecs,
            new WatchDesk(context, Outbox),
            pins,
            new StatsDesk(context, Roster, Outbox),
            Snapshots,
            Doorway,
            services.Drops);
    }

    public Roster Roster { get; } = new();

    public RoomLog Log { get; }

    public RoomOutbox Outbox { get; }

    public RoomFeed Feed { get; }

    public RoomChat Chat { get; }

    public MediaStatements Statements { get; }

    public CommonCodecs Codecs { get; }

    public RoomMedia Media { get; }

    public SnapshotDesk Snapshots { get; }

    public Departures Departures { get; }

    public SilenceWatch Silence { get; }

    public Returning Returning { get; }

    public QualityReporter Quality { get; }

    public Doorway Doorway { get; }

    public MessageDesk Desk { get; }

    private bool IsEmpty() => Roster.Count == 0 && !Doorway.AwaitsAnybody;

    private void PutOut(Member member, LeaveReason reason) => Doorway.Exit(member, reason, tell: true);
}
