namespace Serverless.Rtc.Sfu;

/// <summary>
/// How far a publisher's wall clock is from ours, from the sender reports of all its tracks. One offset for all of them
/// keeps their relation, and with it lip sync, exact; whether it is true to the network's delay matters to nobody.
/// </summary>
internal sealed class ClockOffset
{
    /// <summary>A report that was faster on its way tells more; slower ones pull a little, since clocks drift.</summary>
    private const int DriftShare = 64;

    private bool _known;
    private long _microseconds;

    /// <param name="sender">The publisher's clock when it sent the report, in µs since 1970.</param>
    /// <param name="arrival">Ours when it came, likewise.</param>
    public void Add(long sender, long arrival)
    {
        var offset = arrival - sender;
        if (!_known || offset < _microseconds)
        {
            _microseconds = offset;
            _known = true;
        }
        else
        {
            _microseconds += (offset - _microseconds) / DriftShare;
        }
    }

    /// <summary>What to take off our wall clock to have the publisher's; 0 before the first report.</summary>
    public long Microseconds => _microseconds;

    /// <summary>As it was found out on another shard.</summary>
    public void Set(long microseconds) => (_microseconds, _known) = (microseconds, true);

    public long ToSender(long ours) => ours - _microseconds;
}
