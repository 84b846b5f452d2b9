using CsCheck;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class ClocksTests
{
    private const long Wall = 1_767_225_600_000_000;

    [Fact]
    public void The_fastest_report_tells_the_offset_and_slow_ones_hardly_move_it()
    {
        var offset = new ClockOffset();
        offset.Add(sender: Wall, arrival: Wall + 500_000);
        offset.Add(sender: Wall, arrival: Wall + 420_000);
        Assert.Equal(Wall, offset.ToSender(Wall + 420_000));
        offset.Add(sender: Wall, arrival: Wall + 484_000);
        Assert.Equal(Wall - 1_000, offset.ToSender(Wall + 420_000));
    }

    [Fact]
    public void A_clock_that_drifts_is_followed()
    {
        var offset = new ClockOffset();
        var error = 0L;
        for (var second = 0L; second < 3_600; second++)
        {
            // 50 ppm slow, as bad crystals are.
            var sent = Wall + (second * 1_000_000) - (second * 50);
            var arrival = Wall + (second * 1_000_000) + 25_000;
            offset.Add(sent, arrival);
            error = offset.ToSender(arrival) - sent;
        }

        Assert.InRange(error, 0, 5_000);
    }

    [Fact]
    public void Media_time_is_extrapolated_both_ways_from_the_last_report()
    {
        Gen.Select(Gen.UInt, Gen.Long[-10_000_000, 10_000_000], Gen.Bool.Select(isAudio => isAudio ? 48_000 : 90_000)).Sample((rtp, passed, clockRate) =>
        {
            var clock = new SenderReportClock();
            Assert.False(clock.IsKnown);
            clock.Handle(NtpTime.FromUnixMicroseconds(Wall), rtp);
            Assert.True(clock.IsKnown);
            var expected = rtp + (passed * clockRate / 1_000_000.0);
            var difference = unchecked((int)(clock.RtpAt(Wall + passed, clockRate) - (uint)(long)Math.Floor(expected)));
            Assert.InRange(difference, -1, 1);
        });
    }
}
