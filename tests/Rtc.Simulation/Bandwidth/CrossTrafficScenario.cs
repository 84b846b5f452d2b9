using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

public sealed class CrossTrafficScenario
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(4.8);

    /// <summary>1,200 bytes each 4.8 ms are 2 Mbit/s, for one to three seconds after a pause of two to six.</summary>
    [Fact]
    public void Bursts_of_others_are_given_way_to_and_the_rest_is_used()
    {
        var table = new Table("3 Mbit/s, bursts of 2 Mbit/s by others");
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            var clock = new VirtualClock();
            var link = new Bottleneck(clock, random).From(0, Bitrate.Kilobits(3000));
            var flow = new ViewerFlow(clock, link, random);
            var trace = new Trace(clock, flow, link);
            var crossBytes = 0L;
            flow.Start(TimeSpan.Zero);
            Pause();
            clock.RunFor(TimeSpan.FromSeconds(130));

            var left = 3000 - (crossBytes * 8 / 130_000.0);
            table.AtLeast($"seed {seed}: received, % of what others left", 60, flow.ReceivedBytes * 8 / 1300.0 / left);
            table.AtLeast($"seed {seed}: least, kbit/s", 300, trace.Lowest(5, 130));
            table.AtMost($"seed {seed}: queue, median, ms", 60, trace.Queue(5, 130, 0.5));

            void Pause() => clock.At(
                clock.Now + TimeSpan.FromSeconds(2 + (4 * random.NextDouble())),
                () => Burst(clock.Now + TimeSpan.FromSeconds(1 + (2 * random.NextDouble()))));

            void Burst(Instant end)
            {
                link.Send(1200, () => crossBytes += 1200);
                if (clock.Now < end)
                {
                    clock.At(clock.Now + Spacing, () => Burst(end));
                }
                else
                {
                    Pause();
                }
            }
        }

        table.Check();
    }
}
