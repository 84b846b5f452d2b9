using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

public sealed class UnsteadyPathScenario
{
    /// <summary>±30 ms about a mean that is 30 ms longer.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Jitter_is_not_taken_for_congestion(bool reorders)
    {
        var table = new Table($"3 Mbit/s, jitter of 30 ms either way, {(reorders ? "overtaking" : "in order")}");
        for (var seed = 1; seed <= 5; seed++)
        {
            Run(table, seed, TimeSpan.FromMilliseconds(60), reorders, feedbackLoss: 0);
        }

        table.Check();
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Lost_feedback_is_not_taken_for_congestion(double loss)
    {
        var table = new Table($"3 Mbit/s, {100 * loss:0} % of the feedback lost");
        for (var seed = 1; seed <= 5; seed++)
        {
            Run(table, seed, TimeSpan.Zero, reorders: false, loss);
        }

        table.Check();
    }

    private static void Run(Table table, int seed, TimeSpan jitter, bool reorders, double feedbackLoss)
    {
        var random = new Random(seed);
        var clock = new VirtualClock();
        var link = new Bottleneck(clock, random) { Jitter = jitter, Reorders = reorders }
            .From(0, Bitrate.Kilobits(3000));
        var flow = new ViewerFlow(clock, link, random) { FeedbackLoss = feedbackLoss };
        var trace = new Trace(clock, flow, link);
        flow.Start(TimeSpan.Zero);
        clock.RunFor(TimeSpan.FromSeconds(70));

        table.Within($"seed {seed}: mean from 10 to 70 s, kbit/s", 1800, 3600, trace.Mean(10, 70));
        table.AtLeast($"seed {seed}: least from 10 to 70 s, kbit/s", 900, trace.Lowest(10, 70));
        table.AtMost($"seed {seed}: queue, 95 %, ms", 150, trace.Queue(10, 70));
    }
}
