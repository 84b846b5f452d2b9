using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// From the first join to the last farewell: what becomes due begins after every action, and how the room ends. It is live,
/// then either handed over to another worker or over; a room that ended says farewell until functions heard who left.
/// </summary>
internal sealed class RoomLife : IAsyncDisposable
{
    private const int FarewellAttempts = 10;

    private readonly RoomContext _context;
    private readonly RoomParts _parts;
    private readonly Action _over;
    private readonly ITimer _timer;
    private bool _saysFarewell;

    /// <param name="context">The room.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="time">Of the timer that wakes the loop.</param>
    /// <param name="over">Called once, on the room's loop, when nobody may join any more.</param>
    public RoomLife(RoomContext context, RoomParts parts, TimeProvider time, Action over)
    {
        _context = context;
        _parts = parts;
        _over = over;
        _timer = time.CreateTimer(
            _ => context.Loop.Post(static () => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsOver { get; private set; }

    /// <summary>Not null: the room lives on another worker now.</summary>
    public Handover? Handover { get; private set; }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>After every action: whatever became due begins, and the timer is set for what comes next.</summary>
    public void Settle()
    {
        var now = _context.Now;
        if (Handover is { } handover && !IsOver)
        {
            SettleHandover(handover, now);
            return;
        }

        if (!IsOver)
        {
            _parts.Chat.Advance();
            _parts.Silence.Advance(now);
            _parts.Returning.Advance(now);
            _parts.Statements.Advance(now);
            _parts.Codecs.Advance();
            _parts.Feed.Advance(now, _parts.Log.Memory.LastSeq);
        }

        if (!IsOver || _saysFarewell)
        {
            _parts.Departures.Advance(now);
            _parts.Quality.Advance(now);
        }

        if (_saysFarewell && HasSaidFarewell())
        {
            _context.Loop.Complete();
        }

        Wake(now, Earliest(
            _parts.Feed.NextDue,
            _parts.Returning.NextDue,
            _parts.Silence.NextDue,
            _parts.Statements.NextDue,
            _parts.Departures.NextDue,
            _parts.Quality.NextDue));
    }

    /// <summary>The room lives elsewhere now. What waits for the log is said again there (rule FD6).</summary>
    public void HandOver(string reason, TimeSpan patience)
    {
        if (IsOver || Handover is not null)
        {
            return;
        }

        _parts.Chat.Refuse();
        _parts.Doorway.Close();
        Handover = new Handover(_context, _parts.Roster, _parts.Outbox, reason, patience, Random.Shared.NextDouble);
    }

    /// <summary>The session is over: everybody is put out, and functions are told.</summary>
    public void End(LeaveReason reason)
    {
        if (IsOver)
        {
            return;
        }

        Close();
        _saysFarewell = true;
        foreach (var member in _parts.Roster.Members.ToArray())
        {
            _parts.Doorway.Exit(member, reason, tell: true);
        }

        _parts.Quality.Finish();
    }

    /// <summary>The worker stops, or its part in the room is over: nobody is told that they left, because they did not.</summary>
    public void GiveUp()
    {
        if (IsOver)
        {
            return;
        }

        Close();
        _parts.Chat.Refuse();
        foreach (var member in _parts.Roster.Members.Where(member => member.HasMedia))
        {
            _context.Media.Leave(member.Key);
        }

        _context.Loop.Complete();
    }

    /// <summary>Nothing is stored, announced or reported any more: that is the next worker's.</summary>
    private void SettleHandover(Handover handover, TimeSpan now)
    {
        handover.Advance(now);
        _parts.Statements.Advance(now);
        if (handover.IsDone(now))
        {
            GiveUp();
        }
        else
        {
            Wake(now, Earliest(handover.NextDue, _parts.Statements.NextDue));
        }
    }

    private bool HasSaidFarewell() =>
        (_parts.Departures.IsIdle || _parts.Departures.Failures >= FarewellAttempts) && _parts.Quality.IsIdle;

    private void Close()
    {
        IsOver = true;
        _parts.Doorway.Close();
        _over();
    }

    private static TimeSpan? Earliest(params ReadOnlySpan<TimeSpan?> dues)
    {
        TimeSpan? earliest = null;
        foreach (var due in dues)
        {
            earliest = earliest is null || due < earliest ? due ?? earliest : earliest;
        }

        return earliest;
    }

    /// <summary>In whole milliseconds, rounded up: the timer cuts fractions off and would ring too early.</summary>
    private void Wake(TimeSpan now, TimeSpan? next) => _timer.Change(
        next is { } due
            ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (due - now).TotalMilliseconds)))
            : Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);
}
