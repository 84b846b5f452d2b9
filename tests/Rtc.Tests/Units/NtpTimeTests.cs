using CsCheck;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Units;

public sealed class NtpTimeTests
{
    [Fact]
    public void The_Unix_epoch_is_2208988800_seconds_after_the_NTP_epoch()
    {
        // RFC 868: "2,208,988,800 corresponds to 00:00 1 Jan 1970 GMT".
        var epoch = NtpTime.FromUnixMicroseconds(0);
        Assert.Equal(2_208_988_800u, epoch.Seconds);
        Assert.Equal(0u, epoch.Fraction);
    }

    [Fact]
    public void Half_a_second_is_half_the_fraction()
    {
        var half = NtpTime.FromUnixMicroseconds(500_000);
        Assert.Equal(0x8000_0000u, half.Fraction);
        Assert.Equal((2_208_988_800u << 16) | 0x8000, half.Compact);
    }

    [Fact]
    public void Microseconds_survive_the_round_trip() =>
        Gen.Long[-1_000_000_000_000, 2_000_000_000_000_000].Sample(us =>
            NtpTime.FromUnixMicroseconds(us).ToUnixMicroseconds() == us);

    [Fact]
    public void Compact_durations_lose_less_than_a_65536th_of_a_second() =>
        Gen.Long[0, 65535 * TimeSpan.TicksPerSecond].Sample(ticks =>
        {
            var duration = new TimeSpan(ticks);
            var back = NtpTime.FromCompact(NtpTime.ToCompact(duration));
            return (duration - back).Ticks is >= 0 and <= (TimeSpan.TicksPerSecond / 65536) + 1;
        });

    [Fact]
    public void Compact_durations_are_clamped()
    {
        Assert.Equal(0u, NtpTime.ToCompact(TimeSpan.FromSeconds(-1)));
        Assert.Equal(uint.MaxValue, NtpTime.ToCompact(TimeSpan.FromDays(1)));
    }
}
