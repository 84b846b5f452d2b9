using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>What comes after 30 s in which nothing was heard.</summary>
public sealed class SilenceTests
{
    private const double From = 15;
    private const double To = 45;

    private static readonly Netem Path = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)).Narrowed(Bitrate.Kilobits(3000));

    /// <summary>Camera and microphone are off: the path carries nothing but reports.</summary>
    [Fact]
    public void A_host_who_was_silent_is_back_in_full_quality_within_a_second()
    {
        var table = new Table("engine: 3 Mbit/s, host off for 30 s");
        foreach (var seed in Seeds.All)
        {
            using var world = new World(seed);
            var host = world.Join(ClientSettings.SimulcastHost("host") with { PictureScale = 4 });
            var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Down = Path });
            var trace = new PathTrace(world, viewer);
            world.After(TimeSpan.FromSeconds(From), () => Turn(world, host, isOn: false));
            world.After(TimeSpan.FromSeconds(To), () => Turn(world, host, isOn: true));
            world.RunFor(TimeSpan.FromSeconds(To + 10));

            Report(table, seed, world, viewer, trace);
        }

        table.Check();
    }

    /// <summary>The viewer hears nothing and is not heard, but for the checks that keep its consent alive.</summary>
    [Fact]
    public void A_path_whose_media_was_gone_has_picture_and_rate_back_within_a_second()
    {
        var table = new Table("engine: 3 Mbit/s, no media gets through for 30 s");
        foreach (var seed in Seeds.All)
        {
            using var world = new World(seed);
            world.Join(ClientSettings.SimulcastHost("host") with { PictureScale = 4 });
            var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Down = Path });
            var trace = new PathTrace(world, viewer);
            world.After(TimeSpan.FromSeconds(From), () => world.Network.Filter = IsSmall);
            world.After(TimeSpan.FromSeconds(To), () => world.Network.Filter = null);
            world.RunFor(TimeSpan.FromSeconds(To + 10));

            Report(table, seed, world, viewer, trace);
        }

        table.Check();
    }

    /// <summary>STUN checks are below, reports and all media but the shortest above.</summary>
    private static bool IsSmall(ReadOnlySpan<byte> datagram) => datagram[0] < 64;

    private static void Turn(World world, SimulatedClient host, bool isOn)
    {
        host.Tracks.ForEach(track => track.IsPaused = !isOn);
        world.Server.EngineOf("host").SetTracks(world.Now, "host", isOn ? [MediaSource.Microphone, MediaSource.Camera] : []);
    }

    private static void Report(Table table, int seed, World world, SimulatedClient viewer, PathTrace trace)
    {
        var back = world.Now - TimeSpan.FromSeconds(10);
        var before = trace.MeanEstimate(From - 5, From);
        var first = viewer.Video.Decoder.Shown.First(shown => shown.At >= back).At - back;
        table.AtLeast($"seed {seed}: before, kbit/s", 2400, before);
        table.AtMost($"seed {seed}: back at 80 % of that after, s", 1, trace.TimeToReach(To, 0.8 * before));
        table.AtMost($"seed {seed}: first picture after, s", 1, first.TotalSeconds);
        table.AtLeast(
            $"seed {seed}: pictures of a good layer from 2 s after, %",
            90,
            100.0 * Good(viewer, back + TimeSpan.FromSeconds(2)));
        table.AtMost($"seed {seed}: queue after, 95 %, ms", 150, trace.Queue(To + 1, To + 10, 0.95));
        trace.PrintIfAsked(seed);
    }

    private static double Good(SimulatedClient viewer, Instant from)
    {
        var shown = viewer.Video.Decoder.Shown.Where(shown => shown.At >= from).ToList();
        return shown.Count == 0 ? 0 : (double)shown.Count(frame => frame.Frame.Content.Layer >= 1) / shown.Count;
    }
}
