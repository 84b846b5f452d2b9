using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>How the frames that a track sent in some time arrived in a slot.</summary>
public sealed class Delivery
{
    private readonly List<TimeSpan> _delays;

    private Delivery(int sent, List<TimeSpan> delays)
    {
        Sent = sent;
        _delays = delays;
        _delays.Sort();
    }

    public int Sent { get; }

    public int Completed => _delays.Count;

    public TimeSpan P50 => Percentile(0.5);

    public TimeSpan P95 => Percentile(0.95);

    public static Delivery Of(TrackSender track, SlotReceiver slot, Instant from, Instant to)
    {
        var sent = track.Frames.Count(at => at >= from && at < to);
        var delays = slot.FramesOf(track.Track).Where(frame => frame.CapturedAt >= from && frame.CapturedAt < to);
        return new Delivery(sent, [.. delays.Select(frame => frame.Delay)]);
    }

    /// <summary>Share of the sent frames that were complete within that time, in percent.</summary>
    public double Within(TimeSpan limit) => Sent == 0 ? 0 : 100.0 * _delays.Count(delay => delay <= limit) / Sent;

    private TimeSpan Percentile(double share) => _delays.Count == 0 ? TimeSpan.MaxValue : _delays[(int)((_delays.Count - 1) * share)];
}
