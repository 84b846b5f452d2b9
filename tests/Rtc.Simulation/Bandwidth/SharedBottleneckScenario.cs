using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

public sealed class SharedBottleneckScenario
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Two_viewers_share_evenly(int secondStartsAt)
    {
        var table = new Table($"two viewers on 3 Mbit/s, the second {secondStartsAt} s after the first");
        for (var seed = 1; seed <= 10; seed++)
        {
            var random = new Random(seed);
            var clock = new VirtualClock();
            var link = new Bottleneck(clock, random).From(0, Bitrate.Kilobits(3000));
            var one = new ViewerFlow(clock, link, random);
            var other = new ViewerFlow(clock, link, random);
            var trace = new Trace(clock, one, link);
            one.Start(TimeSpan.Zero);
            other.Start(TimeSpan.FromSeconds(secondStartsAt));
            clock.RunFor(TimeSpan.FromSeconds(secondStartsAt + 10));
            var (oneBefore, otherBefore) = (one.ReceivedBytes, other.ReceivedBytes);
            clock.RunFor(TimeSpan.FromSeconds(secondStartsAt + 70));

            var shares = new[] { one.ReceivedBytes - oneBefore, other.ReceivedBytes - otherBefore };
            table.AtMost($"seed {seed}: ratio of the shares, 10 to 70 s", 1.5, (double)shares.Max() / shares.Min());
            table.AtLeast($"seed {seed}: both together, kbit/s", 2400, shares.Sum() * 8 / 60_000.0);
            table.AtMost(
                $"seed {seed}: queue, 90 %, ms", 100, trace.Queue(secondStartsAt + 10, secondStartsAt + 70, 0.9));
        }

        table.Check();
    }
}
