using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

public sealed class CapacityChangeScenario
{
    private const double Fall = 20;
    private const double Rise = 45;
    private const double End = 75;

    private static readonly Bitrate[] Simulcast =
        [Bitrate.Kilobits(150), Bitrate.Kilobits(350), Bitrate.Kilobits(700), Bitrate.Kilobits(1500), Bitrate.Kilobits(2300)];

    [Fact]
    public void A_video_of_any_rate_follows_the_capacity_down_and_up() => Run("any rate, 300 ms queue", [], null, 4);

    [Fact]
    public void Simulcast_layers_follow_the_capacity_down_and_up() => Run("simulcast, 300 ms queue", Simulcast, null, 4);

    /// <summary>112 kB are 300 ms at 3 Mbit/s, and 1.8 s at 500 kbit/s.</summary>
    [Fact]
    public void A_queue_bounded_by_bytes_is_drained_too() => Run("any rate, 112 kB queue", [], 112_500, 8);

    private static void Run(string name, Bitrate[] layers, int? queueBytes, int settled)
    {
        var table = new Table($"3 Mbit/s, 500 kbit/s, 3 Mbit/s; {name}");
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            var clock = new VirtualClock();
            var link = new Bottleneck(clock, random) { QueueBytes = queueBytes }
                .From(0, Bitrate.Kilobits(3000)).From(Fall, Bitrate.Kilobits(500)).From(Rise, Bitrate.Kilobits(3000));
            var flow = new ViewerFlow(clock, link, random) { Layers = layers };
            var trace = new Trace(clock, flow, link);
            flow.Start(TimeSpan.Zero);
            clock.RunFor(TimeSpan.FromSeconds(End));

            table.AtMost($"seed {seed}: start to 2.4 Mbit/s, s", 3, trace.TimeToReach(0, 2400));
            table.Within($"seed {seed}: before the fall, kbit/s", 2400, 3600, trace.Mean(Fall - 5, Fall));
            table.Within($"seed {seed}: {settled} s after the fall, kbit/s", 400, 600, trace.Mean(Fall + settled, Fall + settled + 0.5));
            table.Within($"seed {seed}: low until the rise, mean, kbit/s", 400, 600, trace.Mean(Fall + settled, Rise));
            table.AtLeast($"seed {seed}: low until the rise, least, kbit/s", 250, trace.Lowest(Fall + settled, Rise));
            table.AtMost($"seed {seed}: queue {settled} s after the fall, ms", 100, trace.Queue(Fall + settled, Fall + settled + 1, 1));
            table.AtMost($"seed {seed}: queue from then on, 90 %, ms", 100, trace.Queue(Fall + settled, Rise, 0.9));
            table.AtMost($"seed {seed}: rise to 2.4 Mbit/s, s", 10, trace.TimeToReach(Rise, 2400));
            table.Within($"seed {seed}: 10 s after the rise, mean, kbit/s", 2400, 3600, trace.Mean(Rise + 10, End));
            table.AtMost($"seed {seed}: longest wait in the pacer, ms", 260, flow.LongestPacing.TotalMilliseconds);
            table.AtMost($"seed {seed}: filling, % of what is sent", 5, 100.0 * flow.FillBytes / flow.SentBytes);
        }

        table.Check();
    }
}
