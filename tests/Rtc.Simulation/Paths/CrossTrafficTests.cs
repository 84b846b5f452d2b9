using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Simulation.Scenarios;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

public sealed class CrossTrafficTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(4.8);

    /// <summary>1,200 bytes each 4.8 ms are 2 Mbit/s, for one to three seconds after a pause of two to six.</summary>
    [Fact]
    public void Bursts_of_others_are_given_way_to_without_a_frozen_picture()
    {
        var table = new Table("engine: 3 Mbit/s, bursts of 2 Mbit/s by others");

        // 13, 15: the higher layer went on for a second while a third of it was lost, the lower one's key frame with it.
        foreach (var seed in Seeds.With(13, 15))
        {
            Run(table, seed);
        }

        table.Check();
    }

    private static void Run(Table table, int seed)
    {
        using var world = new World(seed);
        var random = new Random(seed);
        var path = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)).Narrowed(Bitrate.Kilobits(3000));
        var host = world.Join(ClientSettings.SimulcastHost("host") with { PictureScale = 4 });
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Down = path });
        var trace = new PathTrace(world, viewer);
        world.RunFor(TimeSpan.FromSeconds(5));
        var from = world.Now;
        Pause();
        world.RunFor(TimeSpan.FromSeconds(60));

        var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
        // A burst leaves a third of the path for up to three seconds: what is cut to let the next key frame through is not in time.
        table.AtLeast($"seed {seed}: frames in time, %", 93, delivery.Within(TimeSpan.FromMilliseconds(400)));
        table.AtMost(
            $"seed {seed}: longest pause between pictures, ms", 2000, viewer.Video.Decoder.LongestPause(from).TotalMilliseconds);
        table.AtMost($"seed {seed}: queue, median, ms", 100, trace.Queue(5, 65, 0.5));
        table.AtLeast($"seed {seed}: least estimate, kbit/s", 250, trace.LeastEstimate(5, 65));
        table.AtMost($"seed {seed}: sound lost, %", 2, 100.0 * viewer.Audio.CumulativeLost / viewer.Audio.Packets.Count);
        trace.PrintIfAsked(seed);

        void Pause() => world.After(
            TimeSpan.FromSeconds(2 + (4 * random.NextDouble())),
            () => Burst(world.Now + TimeSpan.FromSeconds(1 + (2 * random.NextDouble()))));

        void Burst(Instant end)
        {
            world.Network.Load(world.Now, viewer.Address, 1200);
            if (world.Now < end)
            {
                world.After(Spacing, () => Burst(end));
            }
            else
            {
                Pause();
            }
        }
    }
}
