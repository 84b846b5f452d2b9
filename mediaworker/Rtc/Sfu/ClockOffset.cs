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

    public long ToSender(long ours) => ours - _microseconds;
}
