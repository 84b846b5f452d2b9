using System.Threading.Channels;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Health;
using Serverless.Worker.Media;

namespace Serverless.Worker.Rooms;

/// <summary>
/// One room on its home worker. Everything public posts to the room's loop, on which the parts (roster, chat, feed, doorway …)
/// do their work one after the other; none of them knows a lock, and none waits.
/// </summary>
internal sealed partial class LiveRoom : IAsyncDisposable
{
    private const int MessagesWaiting = 5000;
    private const int FarewellAttempts = 10;

    /// <summary>For the participants of a room that another worker has, though this one lives.</summary>
    private static readonly TimeSpan SupersededPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly RoomServices _services;
    private readonly Action<LiveRoom> _over;
    private readonly RoomLoop _loop;
    private readonly CancellationToken _stopping;
    private readonly RoomContext _context;
    private readonly Roster _roster = new();
    private readonly List<JoinUnderWay> _underWay = [];
    private readonly RoomLog _log;
    private readonly RoomOutbox _outbox;
    private readonly RoomFeed _feed;
    private readonly RoomChat _chat;
    private readonly RoomMedia _media;
    private readonly SnapshotDesk _snapshots;
    private readonly Departures _departures;
    private readonly SilenceWatch _silence;
    private readonly Returning _returning;
    private readonly Doorway _doorway;
    private readonly MessageDesk _desk;
    private readonly ITimer _timer;
    private readonly Task _running;
    private Handover? _handover;
    private bool _isOver;
    private bool _saysFarewell;
    private int _messagesWaiting;
    private volatile int _participants;

    /// <param name="identity">Which room.</param>
    /// <param name="tail">The newest entries of its log.</param>
    /// <param name="expected">Who was in it on the worker it moved from.</param>
    /// <param name="services">Shared by all rooms.</param>
    /// <param name="over">Called once, on the room's loop, when nobody may join it any more.</param>
    public LiveRoom(
        RoomIdentity identity,
        LogPage tail,
        IReadOnlyList<PresentParticipant> expected,
        RoomServices services,
        Action<LiveRoom> over)
    {
        Identity = identity;
        _services = services;
        _over = over;
        _loop = new RoomLoop(Settle, services.Logger);
        _stopping = _loop.Stopping;
        _context = new RoomContext(
            identity, services.Media, services.Functions, services.Signaling, services.Time, _loop);
        _log = new RoomLog(tail);
        _outbox = new RoomOutbox(services.Signaling, identity.RoomId);
        _feed = new RoomFeed(identity.Epoch, _outbox);
        _chat = new RoomChat(_context, _log, _outbox, _feed, () => BeginHandover(MoveMessage.Superseded, SupersededPatience));
        _media = new RoomMedia(_context, _roster, _outbox, _feed);
        _snapshots = new SnapshotDesk(_context, _roster, _log, _feed, _outbox);
        _departures = new Departures(_context, IsEmpty, () => End(LeaveReason.SessionEnded));
        _silence = new SilenceWatch(_context, _roster, (member, reason) => _doorway!.Exit(member, reason, tell: true));
        _returning = new Returning(
            _context, _roster, _silence, (member, reason) => _doorway!.Exit(member, reason, tell: true));
        _doorway = new Doorway(_context, _roster, _feed, _outbox, _departures, _silence, _underWay);
        _desk = new MessageDesk(
            _context, _roster, _outbox, _chat, _media, _snapshots, _doorway, services.Drops);
        _timer = services.Time.CreateTimer(
            _ => _loop.Post(static () => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _returning.Expect(expected);
        _feed.Add(null, _roster.Audience);
        _participants = _roster.Count;
        _running = RunAsync();
        if (expected.Count > 0)
        {
            _loop.Post(static () => { }); // Sets the timer for those who never come.
        }
    }

    public RoomIdentity Identity { get; }

    /// <summary>As of the last action; read from anywhere.</summary>
    public int Participants => _participants;

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public async Task<JoinResult> JoinAsync(JoinCommand command, StageClock stages)
    {
        var (join, isElsewhere) = await _loop.AskAsync(() =>
            (_isOver || _handover is not null ? null : _doorway.Begin(command), _handover is not null));
        if (isElsewhere)
        {
            return new JoinResult.Refused(409, ProblemCodes.StaleEpoch, "The room has moved on.");
        }

        if (join is null)
        {
            throw new ChannelClosedException();
        }

        try
        {
            var answer = command.Ticket.Mode == ParticipantMode.SignallingOnly ? null : await AskMediaAsync(command);
            stages.Mark("media");
            return await _loop.AskAsync(() => _doorway.Finish(join, answer, _snapshots.Newest));
        }
        catch (ChannelClosedException)
        {
            _services.Media.Leave(command.Ticket.ConnectionKey);
            throw;
        }
    }

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public Task ControlAsync(ControlCommand command) => _loop.AskAsync(() => Control(command));

    /// <summary>A client that only speaks HTTP restarts ICE; others send an offer.</summary>
    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public async Task<IceRestartResult> RestartIceAsync(RestartIceRequest request)
    {
        var (member, refused) = await _loop.AskAsync(() => _media.BeginRestart(request.ConnectionKey));
        if (member is null)
        {
            return refused!;
        }

        try
        {
            var ice = await _services.Media.RestartIceAsync(member.Key, request.Ufrag, request.Pwd, _stopping);
            return ice is null ? new IceRestartResult.NoTransport() : new IceRestartResult.Restarted(ice);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new ChannelClosedException();
        }
        finally
        {
            _loop.Post(() => _media.EndRestart(member));
        }
    }

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public Task<RoomSnapshot> SnapshotAsync() => _loop.AskAsync(_snapshots.Newest);

    /// <summary>A message of a client. A room that cannot keep up drops rather than grows.</summary>
    public void Receive(string? connectionKey, byte[] data)
    {
        if (Interlocked.Increment(ref _messagesWaiting) > MessagesWaiting)
        {
            Interlocked.Decrement(ref _messagesWaiting);
            _services.Drops.Count(DropReason.RoomBusy);
            return;
        }

        _loop.Post(() =>
        {
            Interlocked.Decrement(ref _messagesWaiting);
            if (_handover is { } handover)
            {
                handover.Receive(connectionKey, data);
            }
            else
            {
                _desk.Receive(connectionKey, data);
            }
        });
    }

    public void Connected(string key) => _loop.Post(() =>
    {
        foreach (var join in _doorway.UnderWay(key))
        {
            join.Connected = true;
        }

        if (_roster.Find(key) is { } member)
        {
            _media.ConnectionIs(member, ConnectionState.Connected);
        }
    });

    public void Silent(string key) => _loop.Post(() =>
    {
        if (_handover is null
            && _roster.Find(key) is { Participant.Connection: ConnectionState.Connected } member)
        {
            _media.ConnectionIs(member, ConnectionState.Reconnecting);
        }
    });

    public void Gone(string key) => _loop.Post(() =>
    {
        // While a resume is under way, the transport that went is the one it replaces.
        if (_roster.Find(key) is not { } member || _doorway.UnderWay(key).Any())
        {
            return;
        }

        if (_handover is { } handover)
        {
            handover.Gone(member);
        }
        else
        {
            _doorway.Exit(member, LeaveReason.ConnectionLost, tell: true);
        }
    });

    public void SlotsChanged(string key, IReadOnlyList<SlotAssignment> slots) => _loop.Post(() =>
    {
        foreach (var join in _doorway.UnderWay(key))
        {
            join.Slots = slots;
        }

        if (_roster.Find(key) is { } member)
        {
            _media.SlotsChanged(member, slots);
        }
    });

    /// <summary>The link has a new connection: what clients sent in between is lost.</summary>
    public void LinkReconnected() => _loop.Post(_silence.LinkWasDown);

    /// <summary>
    /// The worker goes away: another one gets the room, participants are asked to resume there, and media runs on here until
    /// they did. Completes when nobody needs this worker any more, or when its time is over.
    /// </summary>
    /// <param name="patience">For all of it. A room that no other worker can take stays until then.</param>
    /// <param name="cancellation">Ends the waiting; the room is left as it is.</param>
    public async Task HandOverAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var began = _context.Now;
        var request = new MoveRoomRequest(Identity.SessionId, Identity.Epoch);
        while (await _services.Functions.MoveRoomAsync(Identity.RoomId, request, cancellation) is not { Moved: true })
        {
            if (_context.Now - began + AskAgain >= patience)
            {
                return;
            }

            await Task.Delay(AskAgain, _services.Time, cancellation);
        }

        _loop.Post(() => BeginHandover(MoveMessage.Drain, patience - (_context.Now - began)));
        await _running.WaitAsync(cancellation);
    }

    /// <summary>The worker stops: what is on its way into the log may arrive, then participants are left to resume elsewhere.</summary>
    /// <param name="patience">For the first of the two.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        try
        {
            var work = await _loop.WorkAsync();
            await Task.WhenAll(work).WaitAsync(patience, _services.Time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _loop.Post(GiveUp);
        }
        catch (ChannelClosedException)
        {
            // It ended by itself meanwhile.
        }

        await _running;
    }

    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero);

    private bool IsEmpty() => _roster.Count == 0 && _underWay.All(join => join.Closed);

    private async Task RunAsync()
    {
        await _loop.RunAsync();
        await _timer.DisposeAsync();
        _services.Signaling.LeaveGroup(Groups.Signaling(Identity.RoomId));
        _services.Signaling.LeaveGroup(Groups.Up(Identity.RoomId));
        _loop.Dispose();
    }

    /// <summary>After every action: whatever became due begins, and the timer is set for what comes next.</summary>
    private void Settle()
    {
        var now = _context.Now;
        if (_handover is { } handover && !_isOver)
        {
            SettleHandover(handover, now);
            return;
        }

        if (!_isOver)
        {
            _chat.Advance();
            _silence.Advance(now);
            _returning.Advance(now);
            _feed.Advance(now, _log.Memory.LastSeq);
        }

        if (!_isOver || _saysFarewell)
        {
            _departures.Advance(now);
        }

        if (_saysFarewell && (_departures.IsIdle || _departures.Failures >= FarewellAttempts))
        {
            _loop.Complete();
        }

        _participants = _roster.Count;
        var next = Earliest(
            Earliest(_feed.NextDue, _returning.NextDue), Earliest(_silence.NextDue, _departures.NextDue));
        _timer.Change(next is { } due ? Until(due, now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is stored, announced or reported any more: that is the next worker's.</summary>
    private void SettleHandover(Handover handover, TimeSpan now)
    {
        handover.Advance(now);
        _participants = _roster.Count;
        if (handover.IsDone(now))
        {
            GiveUp();
        }
        else
        {
            _timer.Change(Until(handover.NextDue, now), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The room lives elsewhere now. What waits for the log is said again there (rule FD6).</summary>
    private void BeginHandover(string reason, TimeSpan patience)
    {
        if (_isOver || _handover is not null)
        {
            return;
        }

        _chat.Refuse();
        _underWay.ForEach(join => join.Closed = true);
        _handover = new Handover(_context, _roster, _outbox, reason, patience, Random.Shared.NextDouble);
    }

    private static TimeSpan? Earliest(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;

    /// <summary>Whole milliseconds, rounded up: the timer cuts fractions off and would ring too early.</summary>
    private static TimeSpan Until(TimeSpan due, TimeSpan now) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (due - now).TotalMilliseconds)));

    private async Task<MediaAnswer> AskMediaAsync(JoinCommand command)
    {
        var (ticket, request) = command;
        var join = new MediaJoin(
            ticket.RoomId, ticket.ConnectionKey, ticket.ParticipantId, request.Offer!, request.Publish, ticket.Publish);
        try
        {
            return await _services.Media.JoinAsync(join, _stopping);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new ChannelClosedException();
        }
        catch (Exception e)
        {
            LogMediaFailed(_services.Logger, e);
            return new MediaAnswer.Refused(ProblemCodes.Internal, "The offer could not be answered.");
        }
    }

    private bool Control(ControlCommand command)
    {
        switch (command)
        {
            case EndRoomCommand end:
                End(end.Reason);
                break;
            case CloseParticipantCommand close:
                foreach (var join in _doorway.UnderWay(close.ConnectionKey))
                {
                    join.Closed = true;
                }

                if (_roster.Find(close.ConnectionKey) is { } member)
                {
                    _doorway.Exit(member, close.Reason, tell: true);
                }

                break;
            case AnnounceEntryCommand announce:
                foreach (var moderator in _roster.Members.Where(one => one.Ticket.MayModerate))
                {
                    _outbox.To(moderator.Key, announce.Entry);
                }

                break;
        }

        return true;
    }

    private void End(LeaveReason reason)
    {
        if (_isOver)
        {
            return;
        }

        Close();
        _saysFarewell = true;
        foreach (var member in _roster.Members.ToArray())
        {
            _doorway.Exit(member, reason, tell: true);
        }
    }

    /// <summary>The worker stops, or its part in the room is over: nobody is told that they left, because they did not.</summary>
    private void GiveUp()
    {
        if (_isOver)
        {
            return;
        }

        Close();
        _chat.Refuse();
        foreach (var member in _roster.Members.Where(member => member.HasMedia))
        {
            _services.Media.Leave(member.Key);
        }

        _loop.Complete();
    }

    private void Close()
    {
        _isOver = true;
        _underWay.ForEach(join => join.Closed = true);
        _over(this);
    }
}
