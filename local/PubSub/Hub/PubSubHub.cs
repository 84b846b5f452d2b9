using System.Security.Cryptography;
using System.Text;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// The life of the sessions of one hub: connect, lose the transport, recover, end. It knows neither sockets nor HTTP.
/// One lock guards the whole hub: a publish holds it for a queue insertion per member, and in return sequence ids,
/// queues and membership can never disagree.
/// </summary>
internal sealed class PubSubHub
{
    private readonly Lock _gate = new();
    private readonly PubSubEmulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ConnectionTable _connections = new();
    private readonly Membership _membership = new();
    private readonly List<(ClientConnection Connection, CloseReason Reason)> _overflowed = [];

    public PubSubHub(PubSubEmulatorOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    public ClientConnection Connect(ConnectRequest request, IClientTransport transport)
    {
        var connection = new ClientConnection(NewToken(), request, _options.Limits) { Transport = transport };
        lock (_gate)
        {
            _connections.Add(connection);
            foreach (var group in request.Groups)
            {
                _membership.Join(connection, group);
            }

            if (connection.Protocol != ClientProtocol.Simple)
            {
                var connected = ServerFrames.Connected(connection.Id, connection.UserId, connection.ReconnectionToken);
                Reply(connection, connected);
            }

            connection.Events?.HandleConnected();
        }

        return connection;
    }

    /// <summary>
    /// Gives a reliable session a new transport, in place of the old one if that is still there, and repeats what was
    /// not acknowledged. Null when there is no such session, or the token is not its own.
    /// </summary>
    public ClientConnection? Recover(string connectionId, string reconnectionToken, IClientTransport transport)
    {
        lock (_gate)
        {
            if (_connections.Find(connectionId) is not { Buffer: { } buffer, ReconnectionToken: { } token } connection
                || !CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(reconnectionToken)))
            {
                return null;
            }

            connection.Transport?.Abort();
            StopRetention(connection);
            connection.Transport = transport;
            foreach (var frame in buffer.Unacknowledged(Now))
            {
                if (!transport.TryEnqueue(frame))
                {
                    End(connection, CloseReason.SlowClient);
                    break;
                }
            }

            return connection;
        }
    }

    /// <summary>
    /// A transport is gone. Only a reliable session whose client did not say goodbye lives on, for the retention time.
    /// </summary>
    public void HandleTransportLost(ClientConnection connection, IClientTransport transport, bool saidGoodbye)
    {
        lock (_gate)
        {
            // A newer transport may have taken over already.
            if (!ReferenceEquals(connection.Transport, transport))
            {
                return;
            }

            connection.Transport = null;
            if (saidGoodbye || connection.Buffer is null)
            {
                Remove(connection, "The client closed the connection, or lost it.");
            }
            else
            {
                StartRetention(connection);
            }
        }
    }

    /// <summary>For everything but events.</summary>
    /// <param name="connection">The client's.</param>
    /// <param name="frame">What it asks for.</param>
    /// <param name="losesAnswer">It is done, but the client does not hear of it: a fault on request.</param>
    public void Handle(ClientConnection connection, ClientFrame frame, bool losesAnswer = false)
    {
        lock (_gate)
        {
            if (!connection.Ended)
            {
                connection.LosesReplies = losesAnswer;
                ClientFrameRules.Apply(this, connection, frame);
                connection.LosesReplies = false;
                EndOverflowed();
            }
        }
    }

    /// <summary>False when the event is not to be raised: the session is over, or the event was handled before.</summary>
    public bool TryBegin(ClientConnection connection, ClientFrame.Event clientEvent)
    {
        lock (_gate)
        {
            return !connection.Ended && !ClientFrameRules.RefuseRepeated(this, connection, clientEvent.AckId);
        }
    }

    /// <summary>The second half of an event, after its handler has answered.</summary>
    public void Complete(
        ClientConnection connection, ClientFrame.Event clientEvent, EventOutcome outcome, bool losesAnswer = false)
    {
        lock (_gate)
        {
            if (!connection.Ended)
            {
                connection.LosesReplies = losesAnswer;
                ClientFrameRules.Complete(this, connection, clientEvent.AckId, outcome);
                connection.LosesReplies = false;
                EndOverflowed();
            }
        }
    }

    /// <summary>What came of an invocation; the handler's answer is the client's result.</summary>
    public void Answer(
        ClientConnection connection, ClientFrame.Invoke invoke, EventOutcome outcome, bool losesAnswer = false)
    {
        lock (_gate)
        {
            if (!connection.Ended && !losesAnswer)
            {
                Reply(connection, outcome.Failure is { } failure
                    ? ServerFrames.InvokeFailure(invoke.InvocationId, "InternalServerError", failure)
                    : ServerFrames.InvokeSuccess(invoke.InvocationId, outcome.Reply));
                EndOverflowed();
            }
        }
    }

    public void Fail(ClientConnection connection, ulong? ackId, string problem)
    {
        lock (_gate)
        {
            if (!connection.Ended)
            {
                ClientFrameRules.Fail(this, connection, ackId, problem);
            }
        }
    }

    public void Close(ClientConnection connection, CloseReason reason)
    {
        lock (_gate)
        {
            End(connection, reason);
        }
    }

    /// <summary>Ends the sessions that the selection picks. They cannot be recovered.</summary>
    public void Close(Func<HubView, IEnumerable<ClientConnection>> select, CloseReason reason)
    {
        lock (_gate)
        {
            foreach (var connection in select(View).ToArray())
            {
                End(connection, reason);
            }
        }
    }

    /// <summary>Closes every socket as a reload of the service does: reliable sessions may come back.</summary>
    public void DropTransports(CloseReason reason)
    {
        lock (_gate)
        {
            foreach (var connection in _connections.All.ToArray())
            {
                if (connection.Transport is { } transport)
                {
                    SayDisconnected(connection, reason.Text);
                    transport.Close(reason);
                    HandleTransportLost(connection, transport, saidGoodbye: false);
                }
            }
        }
    }

    /// <summary>Drops every socket without a word, as a broken network does.</summary>
    public void AbortTransports()
    {
        lock (_gate)
        {
            foreach (var connection in _connections.All)
            {
                connection.Transport?.Abort();
            }
        }
    }

    /// <summary>Delivers to each of the connections that the selection picks.</summary>
    public void Publish(PubSubMessage message, Func<HubView, IEnumerable<ClientConnection>> select)
    {
        lock (_gate)
        {
            foreach (var connection in select(View))
            {
                Deliver(connection, message);
            }

            EndOverflowed();
        }
    }

    /// <summary>Reads, or changes memberships and permissions, while nothing else happens to the hub.</summary>
    public T Run<T>(Func<HubView, T> operation)
    {
        lock (_gate)
        {
            return operation(View);
        }
    }

    internal DateTimeOffset Now => _time.GetUtcNow();

    internal HubView View => new(_connections, _membership);

    /// <summary>The caller holds the lock.</summary>
    internal void Deliver(ClientConnection connection, PubSubMessage message)
    {
        var sequenceId = 0UL;
        if (connection.Buffer is { } buffer && !buffer.TryAppend(message, out sequenceId))
        {
            _overflowed.Add((connection, CloseReason.BufferFull));
        }
        else if (connection.Transport is { } transport && !transport.TryEnqueue(OutboundFrame.Of(message, sequenceId)))
        {
            _overflowed.Add((connection, CloseReason.SlowClient));
        }
    }

    /// <summary>Acks and the like: not numbered, not repeated after a recovery. The caller holds the lock.</summary>
    internal void Reply(ClientConnection connection, ReadOnlyMemory<byte> frame)
    {
        if (!connection.LosesReplies
            && connection.Transport is { } transport && !transport.TryEnqueue(OutboundFrame.Of(frame)))
        {
            _overflowed.Add((connection, CloseReason.SlowClient));
        }
    }

    /// <summary>The caller holds the lock.</summary>
    internal void End(ClientConnection connection, CloseReason reason)
    {
        if (connection.Ended)
        {
            return;
        }

        var transport = connection.Transport;
        if (transport is not null)
        {
            SayDisconnected(connection, reason.Text);
        }

        connection.Transport = null;
        Remove(connection, reason.Text);
        transport?.Close(reason);
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static void SayDisconnected(ClientConnection connection, string reason)
    {
        if (connection.Protocol != ClientProtocol.Simple)
        {
            // A full queue loses only this courtesy: the socket is closed next.
            _ = connection.Transport?.TryEnqueue(OutboundFrame.Of(ServerFrames.Disconnected(reason)));
        }
    }

    private static void StopRetention(ClientConnection connection)
    {
        connection.RetentionTimer?.Dispose();
        connection.RetentionTimer = null;
    }

    /// <summary>Ending changes the sets that a fan-out iterates, so it waits until the fan-out is over.</summary>
    private void EndOverflowed()
    {
        foreach (var (connection, reason) in _overflowed)
        {
            End(connection, reason);
        }

        _overflowed.Clear();
    }

    private void StartRetention(ClientConnection connection) =>
        connection.RetentionTimer = _time.CreateTimer(
            _ => HandleRetentionOver(connection), null, _options.Retention, Timeout.InfiniteTimeSpan);

    private void HandleRetentionOver(ClientConnection connection)
    {
        lock (_gate)
        {
            // The timer may fire while its session is being recovered.
            if (connection.Transport is null && !connection.Ended)
            {
                Remove(connection, "The client did not come back in time.");
            }
        }
    }

    private void Remove(ClientConnection connection, string reason)
    {
        connection.Ended = true;
        StopRetention(connection);
        _membership.LeaveAll(connection);
        _connections.Remove(connection);
        connection.Events?.HandleEnded(reason);
    }
}
