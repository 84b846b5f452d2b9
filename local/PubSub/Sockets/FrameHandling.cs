using Serverless.Local.PubSub.Faults;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>
/// Carries out the frames of one connection, one after the other as the service does: an event holds up those behind it
/// until its handler has answered, even when the client meanwhile came back on another socket.
/// </summary>
internal sealed class FrameHandling(
    PubSubHub hub, string hubName, ClientConnection connection, PubSubFaults faults, TimeProvider time)
{
    /// <param name="frame">What the client asks for.</param>
    /// <param name="cancellation">Of the socket. An event that was raised is seen through all the same.</param>
    public async ValueTask HandleAsync(ClientFrame frame, CancellationToken cancellation)
    {
        await connection.Turn.WaitAsync(cancellation);
        try
        {
            var fault = frame.DoesSomething ? faults.Take(PubSubFaultPoint.Frame, hubName) : null;
            switch (fault?.Action)
            {
                case PubSubFaultAction.Drop:
                    return;
                case PubSubFaultAction.Refuse:
                    hub.Fail(connection, frame.AckId, "This failure was asked for.");
                    return;
                case PubSubFaultAction.Delay:
                    await Task.Delay(fault.Delay, time, cancellation);
                    break;
            }

            await CarryOutAsync(frame, losesAnswer: fault is { Action: PubSubFaultAction.LoseAnswer });
        }
        finally
        {
            connection.Turn.Release();
        }
    }

    private async ValueTask CarryOutAsync(ClientFrame frame, bool losesAnswer)
    {
        if (frame is ClientFrame.Event clientEvent)
        {
            if (hub.TryBegin(connection, clientEvent))
            {
                var outcome = connection.Events is { } events
                    ? await events.RaiseAsync(clientEvent)
                    : EventOutcome.NoHandler;
                hub.Complete(connection, clientEvent, outcome, losesAnswer);
            }
        }
        else if (frame is ClientFrame.Invoke invoke)
        {
            var outcome = connection.Events is { } events ? await events.RaiseAsync(invoke.AsEvent) : EventOutcome.NoHandler;
            hub.Answer(connection, invoke, outcome, losesAnswer);
        }
        else
        {
            hub.Handle(connection, frame, losesAnswer);
        }
    }
}
