using System.Net.WebSockets;

namespace Serverless.Worker.Signaling;

/// <summary>
/// The worker's own Web PubSub client. A lost socket is replaced by one that recovers the connection; where that fails, by a
/// new connection that joins all groups again before it counts as up. Callers notice only <see cref="ISignalingEvents"/>.
/// </summary>
internal sealed partial class PubSubLink : ISignaling, IDisposable
{
    private readonly IPubSubUrlSource _urls;
    private readonly ISignalingEvents _events;
    private readonly PubSubLinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutgoingQueue _queue;
    private readonly GroupMemberships _groups;
    private readonly SequenceAcks _acks;
    private readonly LinkSession _session;
    private readonly Backoff _pauses;
    private readonly TaskCompletionSource _firstUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started;
    private long _tooLong;
    private volatile bool _isUp;

    /// <param name="urls">Asked for each new connection, never for a recovery.</param>
    /// <param name="events">Told what arrives.</param>
    /// <param name="options">Times and limits.</param>
    /// <param name="time">The clock of all of them.</param>
    /// <param name="random">Gives numbers from 0 to below 1, to spread pauses.</param>
    /// <param name="logger">Never told an address: it holds a token.</param>
    public PubSubLink(
        IPubSubUrlSource urls,
        ISignalingEvents events,
        PubSubLinkOptions options,
        TimeProvider time,
        Func<double> random,
        ILogger<PubSubLink> logger)
    {
        _urls = urls;
        _events = events;
        _options = options;
        _time = time;
        _logger = logger;
        _queue = new OutgoingQueue(options.QueueCapacity, options.Window);
        _groups = new GroupMemberships(_queue);
        _acks = new SequenceAcks(options.AckEvery, options.AckWithin);
        _session = new LinkSession(options.RecoveryWindow);
        _pauses = new Backoff(options.FirstPause, options.LongestPause, random);
        _started = time.GetTimestamp();
    }

    public bool IsUp => _isUp;

    /// <summary>Completes when the link was up for the first time.</summary>
    public Task FirstUp => _firstUp.Task;

    /// <summary>Messages that had to go: the link could not keep up, or they would have cost it its connection.</summary>
    public long Dropped => _queue.Dropped + Interlocked.Read(ref _tooLong);

    private TimeSpan Now => _time.GetElapsedTime(_started);

    public Task JoinGroupAsync(string group, CancellationToken cancellation) =>
        _groups.Join(group).WaitAsync(cancellation);

    public void LeaveGroup(string group) => _groups.Leave(group);

    public void Send(string group, ReadOnlyMemory<byte> json, Delivery delivery)
    {
        if (json.Length > _options.LongestMessage)
        {
            Interlocked.Increment(ref _tooLong);
            LogTooLong(_logger, group, json.Length);
            return;
        }

        _queue.Add(new Outgoing.Send(group, json, delivery));
    }

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
                LogConnectFailed(_logger, e.GetType().Name);
            }

            _isUp = false;
            if (Now - began >= _options.Healthy)
            {
                _pauses.Reset();
            }

            await Task.Delay(_pauses.Next(), _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _queue.Dispose();

    private async Task RunOneSocketAsync(CancellationToken stopping)
    {
        var recovery = _session.RecoveryUrl(Now);
        var url = recovery ?? await _urls.PubSubUrlAsync(stopping);
        if (url is null)
        {
            LogNoUrl(_logger);
            return;
        }

        using var socket = await ConnectAsync(url, stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var up = recovery is null ? OpenNewAsync(url, ending) : Recover();
        var running = new PubSubSocket(socket, _queue, _acks, Handle, _options, _time);
        var end = await running.RunAsync(ending.Token);
        await ending.CancelAsync();
        await up;

        _session.SocketLost(Now);
        if (end == SocketEnd.Refused)
        {
            _session.Ended(); // Before it looked at any message.
        }
        else if (_queue.Broke() is { } message)
        {
            LogBreaksSockets(_logger, message.Group, message.Length);
        }

        LogSocketEnded(_logger, end, running.BadFrames, Dropped);
    }

    private async Task<ClientWebSocket> ConnectAsync(Uri url, CancellationToken stopping)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(ClientFrames.Subprotocol);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(_options.ConnectTimeout);
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
        _queue.Rewind();
        _isUp = true;
        LogRecovered(_logger);
        return Task.CompletedTask;
    }

    /// <summary>A new connection is up when its groups are joined: until then messages of clients pass by.</summary>
    /// <param name="url">Of the new connection.</param>
    /// <param name="ending">Cancelled when the socket ends; and by this, when it cannot be made to hear what it should.</param>
    private async Task OpenNewAsync(Uri url, CancellationTokenSource ending)
    {
        _session.Opened(url);
        _acks.Reset();
        var rejoins = _groups.Rejoins();
        _queue.Restart(rejoins);
        try
        {
            await Task.WhenAll(rejoins.Select(rejoin => rejoin.Done))
                .WaitAsync(_options.RecoveryWindow, _time, ending.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e) when (e is PubSubRefusedException or TimeoutException)
        {
            LogNotRejoined(_logger, e.GetType().Name);
            _session.Ended();
            await ending.CancelAsync();
            return;
        }

        _isUp = true;
        LogUp(_logger, rejoins.Count);
        if (!_firstUp.TrySetResult())
        {
            _events.Reconnected();
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
                    LogRefused(_logger, ack.Error);
                }

                break;
            case ServerFrame.Message { Group: { } group } message:
                _events.Received(group, message.FromUserId, message.Data.ToArray());
                break;
        }
    }
}
