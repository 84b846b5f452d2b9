using System.Net.WebSockets;

namespace Serverless.Worker.Signaling;

/// <summary>
/// The worker's own Web PubSub client. A lost socket is replaced by one that recovers the connection; where that fails, by a
/// new connection that joins all groups again before it counts as up. Callers notice only <see cref="ISignalingEvents"/>.
/// </summary>
internal sealed partial class PubSubLink(
    IPubSubUrlSource urls,
    ISignalingEvents events,
    PubSubLinkOptions options,
    TimeProvider time,
    Func<double> random,
    ILogger<PubSubLink> logger) : ISignaling, IDisposable
{
    private readonly OutgoingQueue _queue = new(options.QueueCapacity, options.Window);
    private readonly SequenceAcks _acks = new(options.AckEvery, options.AckWithin);
    private readonly LinkSession _session = new(options.RecoveryWindow);
    private readonly Backoff _pauses = new(options.FirstPause, options.LongestPause, random);
    private readonly TaskCompletionSource _firstUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = time.GetTimestamp();
    private GroupMemberships? _groups;
    private volatile bool _isUp;

    public bool IsUp => _isUp;

    /// <summary>Completes when the link was up for the first time.</summary>
    public Task FirstUp => _firstUp.Task;

    /// <summary>Messages that had to go because the link could not keep up.</summary>
    public long Dropped => _queue.Dropped;

    private GroupMemberships Memberships => LazyInitializer.EnsureInitialized(ref _groups, () => new(_queue));

    private TimeSpan Now => time.GetElapsedTime(_started);

    public Task JoinGroupAsync(string group, CancellationToken cancellation) =>
        Memberships.Join(group).WaitAsync(cancellation);

    public void LeaveGroup(string group) => Memberships.Leave(group);

    public void Send(string group, ReadOnlyMemory<byte> json, Delivery delivery) =>
        _queue.Add(new Outgoing.Send(group, json, delivery));

    /// <summary>Keeps the link up until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var began = Now;
            try
            {
                await RunOneSocketAsync(stopping);
            }
            catch (Exception e) when (e is WebSocketException or HttpRequestException or OperationCanceledException)
            {
                // The exception's text may hold the address, and that holds the token.
                LogConnectFailed(logger, e.GetType().Name);
            }

            _isUp = false;
            if (Now - began >= options.Healthy)
            {
                _pauses.Reset();
            }

            await Task.Delay(_pauses.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _queue.Dispose();

    private async Task RunOneSocketAsync(CancellationToken stopping)
    {
        var recovery = _session.RecoveryUrl(Now);
        var url = recovery ?? await urls.PubSubUrlAsync(stopping);
        if (url is null)
        {
            LogNoUrl(logger);
            return;
        }

        using var socket = await ConnectAsync(url, stopping);
        var up = recovery is null ? OpenNew(url, stopping) : Recover();
        var running = new PubSubSocket(socket, _queue, _acks, Handle, options, time);
        var end = await running.RunAsync(stopping);
        await up.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        _session.SocketLost(Now);
        if (end == SocketEnd.Refused)
        {
            _session.Ended();
        }

        LogSocketEnded(logger, end, running.BadFrames, _queue.Dropped);
    }

    private async Task<ClientWebSocket> ConnectAsync(Uri url, CancellationToken stopping)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(ClientFrames.Subprotocol);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(options.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(url, timeout.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task Recover()
    {
        _session.Recovered();
        _acks.Repeat();
        _queue.Rewind([]);
        _isUp = true;
        LogRecovered(logger);
        return Task.CompletedTask;
    }

    private Task OpenNew(Uri url, CancellationToken stopping)
    {
        _session.Opened(url);
        _acks.Reset();
        var rejoins = Memberships.Rejoins();
        _queue.Rewind(rejoins);
        return CountAsUpAsync(rejoins, stopping);
    }

    /// <summary>A new connection is up when its groups are joined: until then messages of clients pass by.</summary>
    private async Task CountAsUpAsync(IReadOnlyList<Outgoing> rejoins, CancellationToken stopping)
    {
        await Task.WhenAll(rejoins.Select(rejoin => rejoin.Done)).WaitAsync(options.RecoveryWindow, time, stopping);
        _isUp = true;
        LogUp(logger, rejoins.Count);
        if (!_firstUp.TrySetResult())
        {
            events.Reconnected();
        }
    }

    private void Handle(ServerFrame frame)
    {
        switch (frame)
        {
            case ServerFrame.Connected connected:
                _session.Named(connected);
                break;
            case ServerFrame.Ack ack:
                _queue.Acknowledge(ack.AckId)?.Complete(ack.Error);
                if (ack.Error is not null and not "Duplicate")
                {
                    LogRefused(logger, ack.Error);
                }

                break;
            case ServerFrame.Message { Group: { } group } message:
                events.Received(group, message.FromUserId, message.Data.ToArray());
                break;
        }
    }
}
