using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// What repairs may take of a path: they go out without waiting, and on a path that just became narrow, where most of what was
/// sent is missing, they would take it all and lose again what they repair.
/// </summary>
internal struct RepairBudget
{
    /// <summary>Of the estimate, over time.</summary>
    private const double Share = 0.5;

    /// <summary>At once, as time at the estimate; never less than a few packets.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(250);
    private static readonly DataSize LeastBurst = new(10_000);

    private Instant _filledAt;
    private DataSize _left;

    public bool TryTake(Instant now, Bitrate estimate, int bytes)
    {
        var most = estimate * Burst;
        most = most > LeastBurst ? most : LeastBurst;
        var gained = _filledAt == default ? most : (estimate * Share) * (now - _filledAt);
        _filledAt = now;
        _left = _left + gained < most ? _left + gained : most;
        if (_left.Bytes < bytes)
        {
            return false;
        }

        _left -= new DataSize(bytes);
        return true;
    }
}
