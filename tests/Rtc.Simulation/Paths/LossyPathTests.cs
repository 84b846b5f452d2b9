using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Simulation.Scenarios;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>Frames in time, of all that the publisher captured, over paths that lose, delay and reorder.</summary>
public sealed class LossyPathTests
{
    private static readonly TimeSpan InTime = TimeSpan.FromMilliseconds(400);
    private static readonly Netem Path = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Rate = Bitrate.Kilobits(10_000) };

    /// <summary>
    /// Between checks of a pair that works. The server stops sending after 15 s without one, which three lost in a row are enough
    /// for at the five seconds of RFC 7675.
    /// </summary>
    private static readonly TimeSpan Chromium = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData(0.02, 99.9, 2)]
    [InlineData(0.05, 99.5, 1)]
    [InlineData(0.10, 98, 1)]
    public void Random_loss_on_both_ways_to_the_viewer_is_repaired_in_time(double loss, double expected, int quality) =>
        Run($"{loss:P0} of packets lost at random, both ways", Path with { Loss = loss }, expected, quality);

    /// <summary>One packet in 200 begins a burst of ten on average: some 5 % of all.</summary>
    [Fact]
    public void Bursts_of_losses_are_repaired_in_time() =>
        Run("bursts of ten packets lost", Path with { Burst = new BurstLoss(0.005, 0.1) }, expected: 98, quality: 1);

    [Fact]
    public void Jitter_and_reordering_are_neither_loss_nor_congestion() => Run(
        "jitter of 0 to 30 ms, one in a hundred 20 ms late",
        Path with { Jitter = TimeSpan.FromMilliseconds(30), Reorder = 0.01, ReorderDelay = TimeSpan.FromMilliseconds(20) },
        expected: 99.9,
        quality: 1);

    /// <param name="quality">The layer that most pictures should be of, at least.</param>
    private static void Run(string name, Netem path, double expected, int quality)
    {
        var table = new Table($"engine: {name}; round trip of 50 ms");

        // 9: checks of the viewer's were lost one after the other, and the server stopped sending.
        foreach (var seed in Seeds.With(9))
        {
            using var world = new World(seed);
            var host = world.Join(ClientSettings.SimulcastHost("host") with { PictureScale = 2 });
            var viewer = world.Join(ClientSettings.Viewer("viewer") with
            {
                VideoSlots = 1, Up = path, Down = path, ConsentInterval = Chromium,
            });
            var trace = new PathTrace(world, viewer);
            world.RunFor(TimeSpan.FromSeconds(5));
            var from = world.Now;
            world.RunFor(TimeSpan.FromSeconds(40));

            var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
            var shown = viewer.Video.Decoder.Shown.Where(shown => shown.At >= from).ToList();
            table.AtLeast($"seed {seed}: frames in time, %", expected, delivery.Within(InTime));
            table.AtMost($"seed {seed}: capture to complete, 95 %, ms", 250, delivery.P95.TotalMilliseconds);
            table.AtLeast(
                $"seed {seed}: frames of layer {quality} or better, %",
                50,
                100.0 * shown.Count(frame => frame.Frame.Content.Layer >= quality) / shown.Count);
            table.AtLeast($"seed {seed}: estimate, mean, kbit/s", 1000, trace.MeanEstimate(5, 45));
            trace.PrintIfAsked(seed);
        }

        table.Check();
    }
}
