using CsCheck;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Loss;

public sealed class ReceiveStatisticsTests
{
    private const int ClockRate = 90_000;
    private static readonly Instant Start = new(10_000_000);
    private static readonly Ssrc Source = new(0xABCD);

    private readonly ReceiveStatistics _statistics = new(Source, ClockRate);

    [Fact]
    public void Counts_loss_since_the_start_and_since_the_last_report()
    {
        // 0, 1, 3: one of four lost, a quarter of 256.
        Receive(0, 1, 3);
        var report = _statistics.TakeReport(Start);
        Assert.Equal((Source, 1, 64), (report.Source, report.CumulativeLost, report.FractionLost));
        Assert.Equal(3u, report.HighestSequence);

        Receive(4, 5);
        report = _statistics.TakeReport(Start);
        Assert.Equal((1, 0), (report.CumulativeLost, report.FractionLost));
    }

    [Fact]
    public void A_late_packet_takes_its_loss_back()
    {
        Receive(0, 1, 3);
        _statistics.TakeReport(Start);
        Receive(2);
        var report = _statistics.TakeReport(Start);
        Assert.Equal((0, 0), (report.CumulativeLost, report.FractionLost));
    }

    [Fact]
    public void Duplicates_make_the_loss_negative()
    {
        Receive(0, 1, 1, 1);
        Assert.Equal(-2, _statistics.TakeReport(Start).CumulativeLost);
    }

    [Fact]
    public void The_highest_number_counts_cycles()
    {
        Receive(65534, 65535, 0, 1);
        Assert.Equal(0x10001u, _statistics.TakeReport(Start).HighestSequence);
        Assert.Equal(0, _statistics.CumulativeLost);
    }

    [Fact]
    public void A_stray_packet_is_refused_and_a_restart_is_believed_at_its_second_packet()
    {
        Receive(100, 101);
        Assert.False(_statistics.TryReceive(Start, new RtpSeq(40_000), default, out _));
        Receive(102);
        Assert.False(_statistics.TryReceive(Start, new RtpSeq(50_000), default, out _));
        Assert.True(_statistics.TryReceive(Start, new RtpSeq(50_001), default, out var extended));
        Assert.Equal(65536 + 50_001, extended.Value);
        Assert.Equal(1, _statistics.CumulativeLost);
    }

    [Fact]
    public void A_stream_on_time_has_no_jitter()
    {
        for (var n = 0; n < 100; n++)
        {
            ReceiveFrame(n, late: TimeSpan.Zero);
        }

        Assert.Equal(0u, _statistics.TakeReport(Start).Jitter);
    }

    [Fact]
    public void Jitter_approaches_the_mean_deviation()
    {
        // Every second packet is 10 ms late, so consecutive transits differ by 900 ticks of 90 kHz.
        for (var n = 0; n < 400; n++)
        {
            var late = TimeSpan.FromMilliseconds(n % 2 == 0 ? 0 : 10);
            ReceiveFrame(n, late);
        }

        Assert.InRange(_statistics.TakeReport(Start).Jitter, 880u, 900u);
        Assert.InRange(_statistics.Jitter.TotalMilliseconds, 9.7, 10);
    }

    [Fact]
    public void Tells_how_long_ago_the_sender_report_came()
    {
        Receive(0);
        Assert.Equal((0u, 0u), Timing(_statistics.TakeReport(Start)));
        var ntp = NtpTime.FromUnixMicroseconds(1_000_000);
        _statistics.HandleSenderReport(Start, ntp);
        Assert.Equal((ntp.Compact, 0x8000u), Timing(_statistics.TakeReport(Start + TimeSpan.FromMilliseconds(500))));
    }

    [Fact]
    public void Loss_is_what_was_sent_less_what_arrived_however_it_was_reordered() =>
        Gen.Select(Gen.UShort, Gen.Bool.Array[2, 300], Gen.Int[0, 20]).Sample((first, kept, reach) =>
        {
            var random = new Random(first);
            var arrived = Enumerable.Range(1, kept.Length).Where(n => kept[n - 1])
                .OrderBy(n => n + random.Next(reach + 1)).ToList();
            var statistics = new ReceiveStatistics(Source, ClockRate);
            statistics.TryReceive(Start, new RtpSeq(first), default, out _);
            foreach (var n in arrived)
            {
                Assert.True(statistics.TryReceive(Start, new RtpSeq(first) + n, default, out var extended));
                Assert.Equal(first + n, extended.Value);
            }

            var newest = arrived.Count == 0 ? 0 : arrived.Max();
            Assert.Equal(newest - arrived.Count, statistics.CumulativeLost);
        });

    private static (uint LastSenderReport, uint Delay) Timing(Rtc.Rtcp.ReportBlock report) =>
        (report.LastSenderReport, report.DelaySinceLastSenderReport);

    /// <summary>Frames of 20 ms, one packet each.</summary>
    private void ReceiveFrame(int number, TimeSpan late)
    {
        var arrival = Start + TimeSpan.FromMilliseconds(20 * number) + late;
        _statistics.TryReceive(arrival, new RtpSeq((ushort)number), new RtpTime((uint)(1800 * number)), out _);
    }

    private void Receive(params int[] sequences)
    {
        foreach (var sequence in sequences)
        {
            Assert.True(_statistics.TryReceive(Start, new RtpSeq((ushort)sequence), default, out _));
        }
    }
}
