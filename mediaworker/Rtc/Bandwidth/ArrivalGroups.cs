using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// Joins packets that left together into groups (draft-ietf-rmcat-gcc-02 §5.2): the spacing of packets within a burst says
/// how fast the link is, not how its queue grows. Packets that waited together somewhere and arrive as a burst join too.
/// </summary>
internal sealed class ArrivalGroups
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(5);

    /// <summary>Bursts of arrivals join no further than this.</summary>
    private static readonly TimeSpan LongestBurst = TimeSpan.FromMilliseconds(100);

    /// <summary>A jump of the receiver's clock against ours, not a queue.</summary>
    private static readonly TimeSpan ClockJump = TimeSpan.FromSeconds(3);

    private Group _previous;
    private Group _current;

    public void Reset()
    {
        _previous = default;
        _current = default;
    }

    /// <summary>True when the packet begins a new group, and so completes the one before.</summary>
    /// <param name="arrival">On the receiver's clock.</param>
    public bool TryAdd(Instant sentAt, TimeSpan arrival, out GroupDelta delta)
    {
        delta = default;
        if (!_current.HasValue)
        {
            _current = new Group(sentAt, arrival);
            return false;
        }

        if (sentAt < _current.FirstSent)
        {
            return false;
        }

        if (Belongs(sentAt, arrival))
        {
            _current.Join(sentAt, arrival);
            return false;
        }

        var isComplete = TryCompare(out delta);
        _previous = _current;
        _current = new Group(sentAt, arrival);
        return isComplete;
    }

    private bool Belongs(Instant sentAt, TimeSpan arrival)
    {
        if (sentAt - _current.FirstSent <= Burst)
        {
            return true;
        }

        var sinceLast = arrival - _current.LastArrival;
        var isCatchingUp = sinceLast < sentAt - _current.LastSent;
        return isCatchingUp && sinceLast <= Burst && arrival - _current.FirstArrival < LongestBurst;
    }

    private bool TryCompare(out GroupDelta delta)
    {
        delta = new GroupDelta(
            _current.LastSent - _previous.LastSent,
            _current.LastArrival - _previous.LastArrival,
            _current.LastArrival);
        if (!_previous.HasValue || delta.Variation.Duration() > ClockJump)
        {
            return false;
        }

        // Groups that overtook each other say nothing of the queue.
        return delta.Arrival >= TimeSpan.Zero;
    }

    private struct Group(Instant sentAt, TimeSpan arrival)
    {
        public readonly bool HasValue = true;
        public readonly Instant FirstSent = sentAt;
        public readonly TimeSpan FirstArrival = arrival;
        public Instant LastSent = sentAt;
        public TimeSpan LastArrival = arrival;

        public void Join(Instant sentAt, TimeSpan arrival)
        {
            LastSent = sentAt > LastSent ? sentAt : LastSent;
            LastArrival = arrival > LastArrival ? arrival : LastArrival;
        }
    }
}
