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

    /// <summary>For the participants of a room that another worker has, though this one lives.</summary>
    private static readonly TimeSpan SupersededPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly RoomServices _services;
    private readonly RoomLoop _loop;
    private readonly CancellationToken _stopping;
    private readonly RoomContext _context;
    private readonly RoomParts _parts;
    private readonly RoomLife _life;
    private readonly Task _running;
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
        _loop = new RoomLoop(Settle, services.Logger);
        _stopping = _loop.Stopping;
        _context = new RoomContext(
            identity, services.Media, services.Functions, services.Signaling, services.Time, _loop);
        _parts = new RoomParts(
            _context,
            tail,
            services,
            sessionEnded: () => _life!.End(LeaveReason.SessionEnded),
            superseded: () => _life!.HandOver(MoveMessage.Superseded, SupersededPatience));
        _life = new RoomLife(_context, _parts, services.Time, () => over(this));
        Transports = new TransportEvents(_loop, _parts, _life);
        _parts.Returning.Expect(expected);
        _parts.Feed.Add(null, _parts.Roster.Audience);
        _participants = _parts.Roster.Count;
        _running = RunAsync();
        if (expected.Count > 0)
        {
            _loop.Post(static () => { }); // Sets the timer for those who never come.
        }
    }

    public RoomIdentity Identity { get; }

    /// <summary>Where the shards report to.</summary>
    public TransportEvents Transports { get; }

    /// <summary>As of the last action; read from anywhere.</summary>
    public int Participants => _participants;

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public async Task<JoinResult> JoinAsync(JoinCommand command, StageClock stages)
    {
        var (join, isElsewhere) = await _loop.AskAsync(() =>
            (_life.IsOver || _life.Handover is not null ? null : _parts.Doorway.Begin(command), _life.Handover is not null));
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
            return await _loop.AskAsync(() => _parts.Doorway.Finish(join, answer, _parts.Snapshots.Newest));
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
        var (member, refused) = await _loop.AskAsync(() => _parts.Media.BeginRestart(request.ConnectionKey));
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
            _loop.Post(() => _parts.Media.EndRestart(member));
        }
    }

    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public Task<RoomSnapshot> SnapshotAsync() => _loop.AskAsync(_parts.Snapshots.Newest);

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
            if (_life.Handover is { } handover)
            {
                handover.Receive(connectionKey, data);
            }
            else
            {
                _parts.Desk.Receive(connectionKey, data);
            }
        });
    }

    /// <summary>The link has a new connection: what clients sent in between is lost.</summary>
    public void LinkReconnected() => _loop.Post(_parts.Silence.LinkWasDown);

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

        _loop.Post(() => _life.HandOver(MoveMessage.Drain, patience - (_context.Now - began)));
        await _running.WaitAsync(cancellation);
    }

    /// <summary>The worker stops: what is on its way into the log may arrive, then participants are left to resume elsewhere.</summary>
    /// <param name="patience">For the first of the two.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        try
        {
            var activity = await ActivityAsync();
            await Task.WhenAll(activity.Work).WaitAsync(patience, _services.Time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _loop.Post(_life.GiveUp);
        }
        catch (ChannelClosedException)
        {
            // It ended by itself meanwhile.
        }

        await _running;
    }

    /// <summary>What the room has begun and not ended.</summary>
    /// <exception cref="ChannelClosedException">The room is over.</exception>
    public Task<RoomActivity> ActivityAsync() => _loop.ActivityAsync();

    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero);

    private async Task RunAsync()
    {
        await _loop.RunAsync();
        await _life.DisposeAsync();
        _services.Signaling.LeaveGroup(Groups.Signaling(Identity.RoomId));
        _services.Signaling.LeaveGroup(Groups.Up(Identity.RoomId));
        _loop.Dispose();
    }

    private void Settle()
    {
        _life.Settle();
        _participants = _parts.Roster.Count;
    }

    private async Task<MediaAnswer> AskMediaAsync(JoinCommand command)
    {
        var (ticket, request) = command;
        var join = new MediaJoin(
            ticket.RoomId, ticket.ConnectionKey, ticket.ParticipantId, request.Offer!, request.Publish, ticket.Publish,
            ticket.VideoCodecs ?? RoomCodecs.Default.Video);
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
                _life.End(end.Reason);
                break;
            case CloseParticipantCommand close:
                _parts.Doorway.PutOut(close.ConnectionKey, close.Reason);
                break;
            case AnnounceEntryCommand announce:
                foreach (var moderator in _parts.Roster.Members.Where(one => one.Ticket.MayModerate))
                {
                    _parts.Outbox.To(moderator.Key, announce.Entry);
                }

                break;
        }

        return true;
    }
}
