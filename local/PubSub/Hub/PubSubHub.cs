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
        var connection = new ClientConnection(NewId(), NewToken(), request, _options.Limits) { Transport = transport };
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
            foreach (var frame in buffer.Unacknowledged())
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
                Remove(connection);
            }
            else
            {
                StartRetention(connection);
            }
        }
    }

    public void Handle(ClientConnection connection, ClientFrame frame)
    {
        lock (_gate)
        {
            if (!connection.Ended)
            {
                ClientFrameRules.Apply(this, connection, frame);
                EndOverflowed();
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
        if (connection.Transport is { } transport && !transport.TryEnqueue(OutboundFrame.Of(frame)))
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
        Remove(connection);
        transport?.Close(reason);
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

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
                Remove(connection);
            }
        }
    }

    private void Remove(ClientConnection connection)
    {
        connection.Ended = true;
        StopRetention(connection);
        _membership.LeaveAll(connection);
        _connections.Remove(connection);
    }
}
