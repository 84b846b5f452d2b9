using System.Diagnostics;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// What each client frame does, whether it is allowed, and how it is acknowledged. Runs under the hub's lock. An event is
/// handled outside of it, so it comes in two parts.
/// </summary>
internal static class ClientFrameRules
{
    public static void Apply(PubSubHub hub, ClientConnection connection, ClientFrame frame)
    {
        if (RefuseRepeated(hub, connection, frame.AckId))
        {
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
            case ClientFrame.SequenceAck ack:
                connection.Buffer?.Acknowledge(ack.SequenceId);
                break;
            case ClientFrame.CancelInvocation:
                break;
            case ClientFrame.Ping:
                hub.Reply(connection, ServerFrames.Pong);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>True, and answered, when the ackId has done its work before.</summary>
    public static bool RefuseRepeated(PubSubHub hub, ClientConnection connection, ulong? ackId)
    {
        if (ackId is not { } repeated || !connection.Acks.Contains(repeated))
        {
            return false;
        }

        var message = $"Message with ack-id: {repeated} has been processed";
        hub.Reply(connection, ServerFrames.AckFailure(repeated, "Duplicate", message));
        return true;
    }

    /// <summary>The reply of the handler comes before the ack.</summary>
    public static void Complete(PubSubHub hub, ClientConnection connection, ulong? ackId, EventOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            Fail(hub, connection, ackId, failure);
            return;
        }

        if (outcome.Reply is { } reply)
        {
            hub.Deliver(connection, PubSubMessage.FromServer(reply));
        }

        Acknowledge(hub, connection, ackId);
    }

    /// <summary>A client without acks has no other way to hear of it than to lose its connection.</summary>
    public static void Fail(PubSubHub hub, ClientConnection connection, ulong? ackId, string problem)
    {
        if (connection.Protocol == ClientProtocol.Simple)
        {
            hub.End(connection, CloseReason.EventFailed(problem));
        }
        else if (ackId is { } id)
        {
            hub.Reply(connection, ServerFrames.AckFailure(id, "InternalServerError", problem));
        }
    }

    private static bool Allows(ClientConnection connection, Permission permission, string group) =>
        connection.Permissions.Of(permission).Allows(group);

    private static void SendToGroup(PubSubHub hub, ClientConnection sender, ClientFrame.SendToGroup send)
    {
        var message = PubSubMessage.FromGroup(send.Group, sender.UserId, send.Data, hub.Now + send.TimeToLive);
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
}
