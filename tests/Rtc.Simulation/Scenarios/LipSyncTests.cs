using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class LipSyncTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3_600_000)]
    [InlineData(3, -86_400_000)]
    public void Sender_reports_tie_sound_to_picture_within_5_ms_whatever_the_publishers_clock_says(int seed, int clockError)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(80)) with { Jitter = TimeSpan.FromMilliseconds(10) };
        var host = world.Join(ClientSettings.Host("host").Over(link) with { ClockError = TimeSpan.FromMilliseconds(clockError) });
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link) with { AudioSlots = 1, VideoSlots = 1 });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(10));

        var skew = Skew(world, viewer, host);
        Measured(world, $"skew with the clock {clockError} ms off, ms", "< 5", skew.TotalMilliseconds.ToString("F2"));
        world.Expect(skew.Duration() < TimeSpan.FromMilliseconds(5), "skew below 5 ms");

        // A second source in the same slots, with another clock and other timestamps.
        host.Close();
        var next = world.Join(ClientSettings.Host("next").Over(link) with { ClockError = TimeSpan.FromMilliseconds(-clockError / 2) });
        world.RunFor(TimeSpan.FromSeconds(10));
        skew = Skew(world, viewer, next);
        Measured(world, "skew of the next source in the same slots, ms", "< 5", skew.TotalMilliseconds.ToString("F2"));
        world.Expect(skew.Duration() < TimeSpan.FromMilliseconds(5), "skew below 5 ms");
    }

    /// <summary>Difference of the capture times that a browser works out for the newest sound and picture, less the true one.</summary>
    private static TimeSpan Skew(World world, SimulatedClient viewer, SimulatedClient publisher)
    {
        world.Expect(viewer.Audio.SenderReports.Count > 0 && viewer.Video.SenderReports.Count > 0, "sender reports came for both");
        return Error(viewer.Video, publisher.Camera, 90_000) - Error(viewer.Audio, publisher.Microphone, 48_000);
    }

    private static TimeSpan Error(SlotReceiver slot, TrackSender track, int clockRate)
    {
        var (ntp, timestamp) = slot.SenderReports[^1];
        var frame = slot.FramesOf(track.Track).Last();
        var ticks = new RtpTime(frame.Timestamp) - new RtpTime(timestamp);
        var captured = ntp.ToUnixMicroseconds() + (ticks * 1_000_000L / clockRate) - SimulatedServer.UnixMicrosecondsAtZero;
        return TimeSpan.FromMicroseconds(captured - frame.CapturedAt.Microseconds);
    }
}
