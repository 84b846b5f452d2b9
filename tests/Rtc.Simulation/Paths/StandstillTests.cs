using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Simulation.Scenarios;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>
/// Machines without enough processors: the worker or the viewer stands still again and again, and then finds all that came
/// meanwhile. The path itself is well, and the host has one layer only, of 1.6 Mbit/s: there is nothing less to show.
/// </summary>
public sealed class StandstillTests
{
    private const double From = 10;
    private const double To = 30;
    private const double End = 40;

    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(300);
    private static readonly Netem Path = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Rate = Bitrate.Kilobits(20_000) };

    [Fact]
    public void A_worker_that_stands_still_for_a_third_of_the_time_takes_no_picture_away() => Run("worker", "the worker");

    [Fact]
    public void A_viewer_that_stands_still_for_a_third_of_the_time_keeps_its_picture() => Run("viewer", "the viewer");

    private static void Run(string who, string name)
    {
        var table = new Table($"engine: one layer of 1.6 Mbit/s, {name} stands still for 300 ms of each second");
        foreach (var seed in Seeds.All)
        {
            using var world = new World(seed, shards: 1);
            var host = world.Join(ClientSettings.Host("host") with { PictureScale = 3 });
            var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Down = Path });
            var trace = new PathTrace(world, viewer);
            var start = world.Now;
            var phase = new Random(seed);
            for (var second = From; second < To; second++)
            {
                world.After(
                    TimeSpan.FromSeconds(second + (0.7 * phase.NextDouble())),
                    () => world.StandStill(who == "worker" ? world.Server.Shards[0] : viewer, Still));
            }

            world.RunFor(TimeSpan.FromSeconds(End));
            table.AtLeast($"seed {seed}: frames complete within 0.8 s meanwhile, %", 95, InTime(From, To, 800));
            table.AtLeast($"seed {seed}: estimate meanwhile, mean, kbit/s", 1600, trace.MeanEstimate(From, To));
            table.AtLeast($"seed {seed}: frames in time from 2 s after, %", 99, InTime(To + 2, End - 1, 400));
            double InTime(double from, double to, double limit) => Delivery.Of(
                host.Camera, viewer.Video, start + TimeSpan.FromSeconds(from), start + TimeSpan.FromSeconds(to))
                .Within(TimeSpan.FromMilliseconds(limit));
        }

        table.Check();
    }
}
