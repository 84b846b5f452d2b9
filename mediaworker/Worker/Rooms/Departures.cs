using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Tells functions who left and that the room is empty (rule PR4), again and again until they heard it. Nothing is lost while
/// they are down: the list only grows.
/// </summary>
/// <param name="context">The room.</param>
/// <param name="isEmpty">Nobody is here and nobody is joining.</param>
/// <param name="sessionEnded">Functions closed the session: the room is to be forgotten.</param>
internal sealed class Departures(RoomContext context, Func<bool> isEmpty, Action sessionEnded)
{
    /// <summary>In one call: a body that functions take, and that a slow path carries in time.</summary>
    public const int MostAtOnce = 500;

    /// <summary>A room that stays empty without its session ending waits for a join that perhaps failed elsewhere.</summary>
    private static readonly TimeSpan EmptyAgain = TimeSpan.FromSeconds(30);

    private readonly Backoff _pauses = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);

    private readonly List<ParticipantLeft> _left = [];
    private bool _busy;
    private TimeSpan _notBefore;
    private TimeSpan _emptyAt = EmptyAgain;

    /// <summary>Everything is told.</summary>
    public bool IsIdle => !_busy && _left.Count == 0;

    /// <summary>Attempts that failed since the last success.</summary>
    public int Failures { get; private set; }

    public TimeSpan? NextDue =>
        _busy ? null
        : _left.Count > 0 ? _notBefore
        : isEmpty() ? Max(_emptyAt, _notBefore)
        : null;

    public void Add(Member member, LeaveReason reason) =>
        _left.Add(new ParticipantLeft(member.Key, member.Ticket.ParticipantId, context.UtcNow, reason));

    /// <summary>A join came to nothing: if nobody else is here, functions should know now.</summary>
    public void TellIfEmpty() => _emptyAt = context.Now;

    public void Advance(TimeSpan now)
    {
        if (NextDue is not { } due || now < due)
        {
            return;
        }

        _busy = true;
        ParticipantLeft[] left = [.. _left.Take(MostAtOnce)];

        // Functions end the session of an empty room, so they hear of that with the last of those who left.
        var empty = left.Length == _left.Count && isEmpty();
        var events = new ParticipantEvents(context.Identity.SessionId, left, empty, context.Identity.Epoch);
        context.Loop.Start(
            cancellation => context.Functions.TellParticipantsAsync(context.Identity.RoomId, events, cancellation),
            ifFailed: null,
            answer => Answered(answer, left.Length));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void Answered(ParticipantEventsResponse? answer, int told)
    {
        _busy = false;
        if (answer is null)
        {
            Failures++;
            _notBefore = context.Now + _pauses.Next();
            return;
        }

        Failures = 0;
        _pauses.Reset();
        _notBefore = TimeSpan.Zero;
        _left.RemoveRange(0, told);
        _emptyAt = context.Now + EmptyAgain;
        if (answer.SessionEnded)
        {
            sessionEnded();
        }
    }
}
