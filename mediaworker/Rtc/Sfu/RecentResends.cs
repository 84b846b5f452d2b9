using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// What a slot sent again lately. It bounds repairs: one copy of a packet per round trip, since the copy may still be on its
/// way, and so many packets per round trip as it can remember, since whoever lost more needs a key frame.
/// </summary>
internal sealed class RecentResends
{
    public const int Capacity = 128;

    private static readonly Instant LongAgo = new(long.MinValue / 2);

    private readonly (long Sequence, Instant At)[] _sent = new (long, Instant)[Capacity];
    private int _oldest;

    public RecentResends() => Array.Fill(_sent, (long.MinValue, LongAgo));

    /// <summary>
    /// Whether a request that comes now was made without knowledge of a copy that left then. Half a round trip, because a
    /// receiver that knows a shorter one than we do, and repeats its request after that, must not wait twice.
    /// </summary>
    public static bool MayBeOnItsWay(Instant now, Instant sentAt, TimeSpan roundTrip) => sentAt > now - (roundTrip / 2);

    /// <summary>Whether to send the packet now; if so, it counts as sent.</summary>
    /// <param name="now">The present.</param>
    /// <param name="sequence">As the receiver knows it, extended.</param>
    /// <param name="roundTrip">To the receiver, as last measured.</param>
    public bool TryAdmit(Instant now, long sequence, TimeSpan roundTrip)
    {
        if (MayBeOnItsWay(now, _sent[_oldest].At, roundTrip))
        {
            return false;
        }

        foreach (var (sent, at) in _sent)
        {
            if (sent == sequence && MayBeOnItsWay(now, at, roundTrip))
            {
                return false;
            }
        }

        _sent[_oldest] = (sequence, now);
        _oldest = (_oldest + 1) % Capacity;
        return true;
    }
}
