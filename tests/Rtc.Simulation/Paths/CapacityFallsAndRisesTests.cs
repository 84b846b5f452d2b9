using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Simulation.Scenarios;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

public sealed class CapacityFallsAndRisesTests
{
    private const double Fall = 20;
    private const double Rise = 45;
    private const double End = 70;

    private static readonly Netem Wide = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)).Narrowed(Bitrate.Kilobits(3000));
    private static readonly Netem Narrow = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)).Narrowed(Bitrate.Kilobits(500));

    [Fact]
    public void Estimate_and_picture_follow_the_capacity_down_and_up()
    {
        var table = new Table("engine, simulcast: 3 Mbit/s, 500 kbit/s, 3 Mbit/s; queue of 300 ms");
        foreach (var seed in Seeds.All)
        {
            Run(table, seed);
        }

        table.Check();
    }

    private static void Run(Table table, int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.SimulcastHost("host") with { PictureScale = 4 });
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Down = Wide });
        var trace = new PathTrace(world, viewer);
        world.After(TimeSpan.FromSeconds(Fall), () => world.Network.Impair(viewer.Address, null, Narrow));
        world.After(TimeSpan.FromSeconds(Rise), () => world.Network.Impair(viewer.Address, null, Wide));
        world.RunFor(TimeSpan.FromSeconds(End));

        table.AtMost($"seed {seed}: start to 2.4 Mbit/s, s", 8, trace.TimeToReach(0, 2400));
        table.Within($"seed {seed}: before the fall, kbit/s", 2400, 3600, trace.MeanEstimate(Fall - 5, Fall));
        table.Within($"seed {seed}: 4 s after the fall, kbit/s", 400, 600, trace.MeanEstimate(Fall + 4, Fall + 4.5));
        table.Within($"seed {seed}: low until the rise, mean, kbit/s", 400, 600, trace.MeanEstimate(Fall + 4, Rise));
        table.AtMost($"seed {seed}: queue 4 s after the fall, ms", 100, trace.Queue(Fall + 4, Fall + 5));
        table.AtMost($"seed {seed}: queue from then on, 90 %, ms", 100, trace.Queue(Fall + 4, Rise, 0.9));
        table.AtMost($"seed {seed}: rise to 2.4 Mbit/s, s", 10, trace.TimeToReach(Rise, 2400));
        table.Within($"seed {seed}: 10 s after the rise, mean, kbit/s", 2400, 3600, trace.MeanEstimate(Rise + 10, End));
        table.AtMost($"seed {seed}: changes of quality while low", 2, trace.Switches(Fall + 4, Rise));
        var (low, high) = (world.Now - TimeSpan.FromSeconds(End - Fall - 4), world.Now - TimeSpan.FromSeconds(End - Rise));
        table.AtLeast(
            $"seed {seed}: frames in time while low, %",
            98,
            Delivery.Of(host.Camera, viewer.Video, low, high).Within(TimeSpan.FromMilliseconds(400)));
        table.AtMost($"seed {seed}: sound lost, %", 1, 100.0 * viewer.Audio.CumulativeLost / viewer.Audio.Packets.Count);
        trace.PrintIfAsked(seed);
    }
}
