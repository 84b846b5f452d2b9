using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Units;

public sealed class RatesTests
{
    [Fact]
    public void Rate_times_time_is_size_and_back()
    {
        var rate = Bitrate.Kilobits(800);
        var size = rate * TimeSpan.FromMilliseconds(500);
        Assert.Equal(new DataSize(50_000), size);
        Assert.Equal(rate, size / TimeSpan.FromMilliseconds(500));
        Assert.Equal(TimeSpan.FromMilliseconds(500), size / rate);
    }

    [Fact]
    public void No_time_and_no_rate_do_not_divide_by_zero()
    {
        Assert.Equal(Bitrate.Zero, new DataSize(1) / TimeSpan.Zero);
        Assert.Equal(TimeSpan.MaxValue, new DataSize(1) / Bitrate.Zero);
    }

    [Fact]
    public void Media_ticks_count_the_clock_without_overflow()
    {
        Assert.Equal(90_000, RtpTime.Ticks(TimeSpan.FromSeconds(1), 90_000));
        Assert.Equal(960, RtpTime.Ticks(TimeSpan.FromMilliseconds(20), 48_000));
        Assert.Equal(90_000L * 86_400 * 365, RtpTime.Ticks(TimeSpan.FromDays(365), 90_000));
    }

    [Fact]
    public void Timestamps_order_modulo_2_32()
    {
        Assert.True(new RtpTime(uint.MaxValue) < new RtpTime(5));
        Assert.Equal(6, new RtpTime(5) - new RtpTime(uint.MaxValue));
    }
}
