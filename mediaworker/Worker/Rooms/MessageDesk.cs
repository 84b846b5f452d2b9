using Serverless.Contracts.Signaling;
using Serverless.Worker.Health;

namespace Serverless.Worker.Rooms;

/// <summary>Where clients' messages come in: unknown senders and floods go unread, the rest to whoever it concerns.</summary>
internal sealed class MessageDesk(
    RoomContext context,
    Roster roster,
    RoomOutbox outbox,
    RoomChat chat,
    RoomMedia media,
    MediaStatements statements,
    CommonCodecs codecs,
    WatchDesk watching,
    PinDesk pins,
    StatsDesk stats,
    SnapshotDesk snapshots,
    Doorway doorway,
    Drops drops)
{
    public void Receive(string? connectionKey, ReadOnlySpan<byte> data)
    {
        if (connectionKey is null || roster.Find(connectionKey) is not { } member)
        {
            drops.Count(DropReason.UnknownSender);
            return;
        }

        var now = context.Now;
        member.LastHeard = now;
        if (!member.Budget.TryTakeMessage(now))
        {
            drops.Count(DropReason.Flood);
            if (member.Budget.IsFlood(now))
            {
                doorway.Exit(member, LeaveReason.Removed, tell: true);
            }

            return;
        }

        switch (ClientMessageParser.Parse(data))
        {
            case ParsedMessage.Bad bad:
                outbox.Refuse(member.Key, bad.Code, bad.Detail, bad.Id);
                break;
            case ParsedMessage.Good good:
                Handle(member, good.Message);
                break;
        }
    }

    private void Handle(Member member, ClientMessage message)
    {
        switch (message)
        {
            case PublishMessage publish:
                media.Publish(member, publish);
                break;
            case OfferMessage offer:
                media.Offer(member, offer);
                break;
            case WatchMessage watch:
                watching.Watch(member, watch);
                break;
            case PinMessage pin:
                pins.Pin(member, pin);
                break;
            case StatsRequest request:
                stats.Answer(member, request);
                break;
            case SyncMessage sync:
                snapshots.Sync(member, sync);
                statements.Repeat(member);
                codecs.Repeat(member);
                break;
            case LeaveMessage:
                doorway.Exit(member, LeaveReason.Left, tell: false);
                break;
            case ChatMessage said:
                chat.Submit(member, said);
                break;
            case AliveMessage:
                break;
        }
    }
}
