using System.Diagnostics;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// What each client frame does, whether it is allowed, and how it is acknowledged. Runs under the hub's lock.
/// </summary>
internal static class ClientFrameRules
{
    public static void Apply(PubSubHub hub, ClientConnection connection, ClientFrame frame)
    {
        if (frame.AckId is { } repeated && connection.Acks.Contains(repeated))
        {
            var message = $"Message with ack-id: {repeated} has been processed";
            hub.Reply(connection, ServerFrames.AckFailure(repeated, "Duplicate", message));
            return;
        }

        switch (frame)
        {
            case ClientFrame.JoinGroup join when Allows(connection, Permission.JoinLeaveGroup, join.Group):
                hub.View.Membership.Join(connection, join.Group);
                Acknowledge(hub, connection, frame.AckId);
                break;
            case ClientFrame.JoinGroup join:
                Forbid(hub, connection, frame.AckId, $"The connection may not join group '{join.Group}'.");
                break;
            case ClientFrame.LeaveGroup leave when Allows(connection, Permission.JoinLeaveGroup, leave.Group):
                hub.View.Membership.Leave(connection, leave.Group);
                Acknowledge(hub, connection, frame.AckId);
                break;
            case ClientFrame.LeaveGroup leave:
                Forbid(hub, connection, frame.AckId, $"The connection may not leave group '{leave.Group}'.");
                break;
            case ClientFrame.SendToGroup send when Allows(connection, Permission.SendToGroup, send.Group):
                SendToGroup(hub, connection, send);
                Acknowledge(hub, connection, frame.AckId);
                break;
            case ClientFrame.SendToGroup send:
                ForbidSend(hub, connection, send);
                break;
            case ClientFrame.Event:
                FailEvent(hub, connection, frame.AckId);
                break;
            case ClientFrame.SequenceAck ack:
                connection.Buffer?.Acknowledge(ack.SequenceId);
                break;
            case ClientFrame.Ping:
                hub.Reply(connection, ServerFrames.Pong);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static bool Allows(ClientConnection connection, Permission permission, string group) =>
        connection.Permissions.Of(permission).Allows(group);

    private static void SendToGroup(PubSubHub hub, ClientConnection sender, ClientFrame.SendToGroup send)
    {
        var message = PubSubMessage.FromGroup(send.Group, sender.UserId, send.Data);
        foreach (var member in hub.View.Membership.MembersOf(send.Group))
        {
            if (!send.NoEcho || !ReferenceEquals(member, sender))
            {
                hub.Deliver(member, message);
            }
        }
    }

    private static void Acknowledge(PubSubHub hub, ClientConnection connection, ulong? ackId)
    {
        if (ackId is { } id)
        {
            connection.Acks.Remember(id);
            hub.Reply(connection, ServerFrames.AckSuccess(id));
        }
    }

    /// <summary>Without an ackId nobody hears of it; the connection stays.</summary>
    private static void Forbid(PubSubHub hub, ClientConnection connection, ulong? ackId, string message)
    {
        if (ackId is { } id)
        {
            hub.Reply(connection, ServerFrames.AckFailure(id, "Forbidden", message));
        }
    }

    private static void ForbidSend(PubSubHub hub, ClientConnection connection, ClientFrame.SendToGroup send)
    {
        if (connection.Protocol == ClientProtocol.Simple)
        {
            hub.End(connection, CloseReason.NotPermitted);
            return;
        }

        Forbid(hub, connection, send.AckId, $"The connection may not send to group '{send.Group}'.");
    }

    /// <summary>
    /// Upstream handlers are not part of the emulator yet, and this is what the service does without one.
    /// </summary>
    private static void FailEvent(PubSubHub hub, ClientConnection connection, ulong? ackId)
    {
        if (connection.Protocol == ClientProtocol.Simple)
        {
            hub.End(connection, CloseReason.NoEventHandler);
        }
        else if (ackId is { } id)
        {
            hub.Reply(
                connection, ServerFrames.AckFailure(id, "InternalServerError", "No event handler is configured."));
        }
    }
}
