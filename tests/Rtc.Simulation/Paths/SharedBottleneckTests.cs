using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>Two viewers in one home, each of whom would take all of its link.</summary>
public sealed class SharedBottleneckTests
{
    private static readonly Netem Home = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)).Narrowed(Bitrate.Kilobits(3000));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Two_viewers_behind_one_bottleneck_share_it(int secondJoinsAt)
    {
        var table = new Table($"engine: two viewers on 3 Mbit/s, the second {secondJoinsAt} s after the first");
        foreach (var seed in Seeds.All)
        {
            Run(table, seed, secondJoinsAt);
        }

        table.Check();
    }

    private static void Run(Table table, int seed, int secondJoinsAt)
    {
        using var world = new World(seed);
        world.Join(ClientSettings.SimulcastHost("host") with { PictureScale = 3, TemporalLayers = 3 });
        var first = world.Join(ClientSettings.Viewer("first") with { VideoSlots = 1, Down = Home });
        var trace = new PathTrace(world, first);
        world.RunFor(TimeSpan.FromSeconds(secondJoinsAt));
        var second = world.Join(ClientSettings.Viewer("second") with { VideoSlots = 1, Down = Home });
        world.Network.ShareDown(first.Address, second.Address);
        var settled = secondJoinsAt + 10;
        world.RunFor(TimeSpan.FromSeconds(10));
        var before = (first.ReceivedBytes, second.ReceivedBytes);
        world.RunFor(TimeSpan.FromSeconds(60));

        var shares = new[] { first.ReceivedBytes - before.Item1, second.ReceivedBytes - before.Item2 };
        var ratio = (double)shares.Max() / shares.Min();
        table.AtMost($"seed {seed}: ratio of the shares, 10 to 70 s", 1.5, ratio);
        table.AtLeast($"seed {seed}: both together, kbit/s", 1200, shares.Sum() * 8 / 60_000.0);
        table.AtMost($"seed {seed}: queue, 90 %, ms", 120, trace.Queue(settled, settled + 60, 0.9));
        trace.PrintIfAsked(seed);
    }
}
