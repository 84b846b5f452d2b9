using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

public sealed class RandomLossScenario
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.05)]
    [InlineData(0.10)]
    public void Loss_without_congestion_does_not_bring_the_estimate_down(double loss)
    {
        var table = new Table($"3 Mbit/s, {100 * loss:0} % of packets lost at random");
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            var clock = new VirtualClock();
            var link = new Bottleneck(clock, random) { Loss = loss }.From(0, Bitrate.Kilobits(3000));
            var flow = new ViewerFlow(clock, link, random);
            var trace = new Trace(clock, flow, link);
            flow.Start(TimeSpan.Zero);
            clock.RunFor(TimeSpan.FromSeconds(70));

            table.AtLeast($"seed {seed}: mean from 10 to 70 s, kbit/s", 2100, trace.Mean(10, 70));
            table.AtLeast($"seed {seed}: least from 10 to 70 s, kbit/s", 600, trace.Lowest(10, 70));
            table.AtMost($"seed {seed}: queue, 95 %, ms", 100, trace.Queue(10, 70));
        }

        table.Check();
    }

    /// <summary>As a policer does it: no queue tells of the limit, only loss.</summary>
    [Fact]
    public void Loss_that_a_lower_rate_cures_brings_it_down()
    {
        var table = new Table("3 Mbit/s, from 20 s on 1 Mbit/s without a queue");
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            var clock = new VirtualClock();
            var link = new Bottleneck(clock, random) { QueueLimit = TimeSpan.FromMilliseconds(20) }
                .From(0, Bitrate.Kilobits(3000)).From(20, Bitrate.Kilobits(1000));
            var flow = new ViewerFlow(clock, link, random);
            var trace = new Trace(clock, flow, link);
            flow.Start(TimeSpan.Zero);
            clock.RunFor(TimeSpan.FromSeconds(25));
            var (sent, received) = (flow.SentBytes, flow.ReceivedBytes);
            clock.RunFor(TimeSpan.FromSeconds(70));

            table.Within($"seed {seed}: mean from 25 to 70 s, kbit/s", 700, 1200, trace.Mean(25, 70));
            table.AtMost(
                $"seed {seed}: lost, %", 10, 100.0 * (1 - ((double)(flow.ReceivedBytes - received) / (flow.SentBytes - sent))));
        }

        table.Check();
    }
}
