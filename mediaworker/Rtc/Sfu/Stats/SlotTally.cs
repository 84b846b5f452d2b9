using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>What one slot sent, and what it did not.</summary>
internal sealed class SlotTally
{
    /// <summary>A live picture that stands still for longer is seen to.</summary>
    private static readonly TimeSpan Freeze = TimeSpan.FromMilliseconds(500);

    private Instant _lastSent;
    private Traffic _sent;
    private long _dropsAtLastSent;

    /// <summary>Payload of the packets in the slot's own stream.</summary>
    public ref readonly Traffic Sent => ref _sent;

    /// <summary>Packets sent again because the receiver missed them.</summary>
    public long Repairs { get; private set; }

    /// <summary>Times that the picture stood still for half a second though its source went on.</summary>
    public long Freezes { get; private set; }

    /// <summary>Part of the packets that the receiver missed, by its last report; null before the first.</summary>
    public double? Loss { get; private set; }

    /// <summary>Packets that the receiver missed at first, by its last report; negative when duplicates outnumber them.</summary>
    public long Lost { get; private set; }

    /// <summary>As the receiver sees it; null before its first report.</summary>
    public TimeSpan? Jitter { get; private set; }

    /// <summary>Null while nothing was dropped.</summary>
    public DropCounters? Drops { get; private set; }

    /// <param name="report">The receiver's, of the slot's stream.</param>
    /// <param name="clockRate">Of its timestamps, in Hz.</param>
    public void Note(in ReportBlock report, int clockRate)
    {
        Loss = report.FractionLost / 256.0;
        Lost = report.CumulativeLost;
        Jitter = TimeSpan.FromSeconds(report.Jitter / (double)clockRate);
    }

    public void CountSent(int payload) => _sent.Add(payload);

    /// <param name="mayPause">The source sends nothing while its picture does not change, as screens do.</param>
    public void NotePicture(Instant now, bool mayPause)
    {
        var dropped = Drops?.Total ?? 0;
        var stoodStill = _lastSent != default && now - _lastSent > Freeze;
        Freezes += stoodStill && (!mayPause || dropped > _dropsAtLastSent) ? 1 : 0;
        (_lastSent, _dropsAtLastSent) = (now, dropped);
    }

    public void CountRepair() => Repairs++;

    public void CountDrop(DropReason reason, int count = 1) => (Drops ??= new DropCounters()).Add(reason, count);

    /// <summary>Another source begins: the pause before it is none of its own.</summary>
    public void NoteSwitch() => _lastSent = default;

    /// <summary>About once a second, for the rate.</summary>
    public void Look(Instant now) => _sent.Look(now);
}
