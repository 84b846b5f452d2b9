using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// What repairs may take of a path: they go out without waiting, and on a path that just became narrow, where most of what was
/// sent is missing, they would keep its queue full and lose again what they repair. So they take what all the rest leaves of the
/// estimate, and a small share in any case.
/// </summary>
internal struct RepairBudget
{
    /// <summary>Of the estimate, over time, whatever the rest takes.</summary>
    private const double Share = 0.1;

    /// <summary>At once, as time at the estimate; never less than a few packets.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(250);
    private static readonly DataSize LeastBurst = new(10_000);

    private Instant _filledAt;

    /// <summary>What the rest left; below zero when it took more than there was.</summary>
    private DataSize _spare;
    private DataSize _share;

    /// <summary>What either may grow to, and how far below zero the first may fall.</summary>
    private DataSize _most;

    /// <summary>Takes the bytes of a repair, if there are any left for it.</summary>
    public bool TryTake(Instant now, Bitrate estimate, int bytes)
    {
        Fill(now, estimate);
        if (_spare.Bytes >= bytes)
        {
            return true;
        }

        if (_share.Bytes < bytes)
        {
            return false;
        }

        _share -= new DataSize(bytes);
        return true;
    }

    /// <summary>Every packet that left, repairs too.</summary>
    public void PacketSent(Instant now, Bitrate estimate, int bytes)
    {
        Fill(now, estimate);
        _spare -= new DataSize(bytes);
        var deepest = DataSize.Zero - _most;
        _spare = _spare < deepest ? deepest : _spare;
    }

    private void Fill(Instant now, Bitrate estimate)
    {
        // The packets of a batch leave at one time.
        if (now == _filledAt)
        {
            return;
        }

        _most = Most(estimate);
        if (_filledAt == default)
        {
            (_spare, _share, _filledAt) = (_most, _most, now);
            return;
        }

        var passed = now - _filledAt;
        _filledAt = now;
        _spare = Lesser(_spare + (estimate * passed), _most);
        _share = Lesser(_share + ((estimate * Share) * passed), _most);
    }

    private static DataSize Most(Bitrate estimate)
    {
        var most = estimate * Burst;
        return most > LeastBurst ? most : LeastBurst;
    }

    private static DataSize Lesser(DataSize left, DataSize right) => left < right ? left : right;
}
