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

    /// <summary>Whether to send the packet now; if so, it counts as sent.</summary>
    /// <param name="now">The present.</param>
    /// <param name="sequence">As the receiver knows it, extended.</param>
    /// <param name="roundTrip">To the receiver, as last measured.</param>
    public bool TryAdmit(Instant now, long sequence, TimeSpan roundTrip)
    {
        // Half, because a receiver that repeats its request after a shorter round trip than we know must not wait twice.
        var since = now - (roundTrip / 2);
        if (_sent[_oldest].At > since)
        {
            return false;
        }

        foreach (var (sent, at) in _sent)
        {
            if (sent == sequence && at > since)
            {
                return false;
            }
        }

        _sent[_oldest] = (sequence, now);
        _oldest = (_oldest + 1) % Capacity;
        return true;
    }
}
