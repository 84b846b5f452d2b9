using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

public sealed class SilenceScenario
{
    private const double From = 20;
    private const double To = 50;

    [Fact]
    public void A_viewer_that_was_sent_nothing_for_30_s_has_its_rate_back_within_one() =>
        Run("nothing sent for 30 s", isSending: false, Bitrate.Kilobits(3000), isFeedbackOut: false);

    [Fact]
    public void A_path_that_was_gone_for_30_s_has_its_rate_back_within_one() =>
        Run("path gone for 30 s", isSending: true, Bitrate.Zero, isFeedbackOut: false);

    [Fact]
    public void Feedback_that_was_gone_for_30_s_has_its_rate_back_within_one() =>
        Run("feedback gone for 30 s", isSending: true, Bitrate.Kilobits(3000), isFeedbackOut: true);

    private static void Run(string name, bool isSending, Bitrate capacity, bool isFeedbackOut)
    {
        var table = new Table($"3 Mbit/s, {name}");
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            var clock = new VirtualClock();
            var link = new Bottleneck(clock, random)
                .From(0, Bitrate.Kilobits(3000)).From(From, capacity).From(To, Bitrate.Kilobits(3000));
            var flow = new ViewerFlow(clock, link, random)
            {
                IsSending = at => isSending || !IsOut(at),
                IsFeedbackOut = at => isFeedbackOut && IsOut(at),
            };
            var trace = new Trace(clock, flow, link);
            flow.Start(TimeSpan.Zero);
            clock.RunFor(TimeSpan.FromSeconds(To + 20));

            var before = trace.Mean(From - 5, From);
            table.AtLeast($"seed {seed}: before, kbit/s", 2400, before);
            table.AtMost($"seed {seed}: back at 80 % of that after, s", 1, trace.TimeToReach(To, 0.8 * before));
            table.AtLeast($"seed {seed}: mean of the second after that, kbit/s", 1800, trace.Mean(To + 1, To + 2));
            table.AtMost($"seed {seed}: queue after, 95 %, ms", 150, trace.Queue(To + 1, To + 20));
        }

        table.Check();
    }

    private static bool IsOut(TimeSpan at) => at.TotalSeconds is >= From and < To;
}
