using CsCheck;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class ReportTests
{
    /// <summary>Field by field as RFC 3550 §6.4.1 draws them; cumulative loss is −2.</summary>
    private static readonly byte[] SenderBytes = Bytes.FromHex(
        """
        81C8000C 0000000A 83AA7E8080000000 00015F90 00000064 00002710
        0000000B 40FFFFFE 00010005 0000001E 7E808000 00018000
        """);

    private static readonly byte[] ReceiverBytes = Bytes.FromHex(
        "81C90007 0000000A 0000000B 40FFFFFE 00010005 0000001E 7E808000 00018000");

    private static readonly ReportBlock Block =
        new(new Ssrc(11), 0x40, -2, 0x10005, 30, 0x7E808000, 0x18000);

    private static readonly Gen<ReportBlock> Blocks = Gen
        .Select(Gen.UInt, Gen.Byte, Gen.Int[-0x800000, 0x7FFFFF], Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt)
        .Select((ssrc, fraction, lost, highest, jitter, lsr, dlsr) =>
            new ReportBlock(new Ssrc(ssrc), fraction, lost, highest, jitter, lsr, dlsr));

    [Fact]
    public void Reads_a_sender_report()
    {
        Assert.True(SenderReport.TryParse(Packets.First(SenderBytes), out var report));
        Assert.Equal(new Ssrc(10), report.Sender);
        Assert.Equal(new NtpTime(0x83AA7E8080000000), report.Ntp);
        Assert.Equal(500_000, report.Ntp.ToUnixMicroseconds());
        Assert.Equal(new RtpTime(90_000), report.Timestamp);
        Assert.Equal((100u, 10_000u), (report.PacketCount, report.OctetCount));
        Assert.Equal(1, report.Reports.Count);
        Assert.Equal(Block, report.Reports[0]);
    }

    [Fact]
    public void Reads_a_receiver_report()
    {
        Assert.True(ReceiverReport.TryParse(Packets.First(ReceiverBytes), out var report));
        Assert.Equal(new Ssrc(10), report.Sender);
        foreach (var block in report.Reports)
        {
            Assert.Equal(Block, block);
        }
    }

    [Fact]
    public void Writes_the_same_bytes()
    {
        Assert.Equal(SenderBytes, Packets.Write((ref RtcpWriter writer) => writer.WriteSenderReport(
            new Ssrc(10), NtpTime.FromUnixMicroseconds(500_000), new RtpTime(90_000), 100, 10_000, [Block])));
        Assert.Equal(
            ReceiverBytes, Packets.Write((ref RtcpWriter writer) => writer.WriteReceiverReport(new Ssrc(10), [Block])));
    }

    [Fact]
    public void A_cut_report_is_refused()
    {
        Packets.AssertRefusesEveryCut(SenderBytes, packet => SenderReport.TryParse(packet, out _));
        Packets.AssertRefusesEveryCut(ReceiverBytes, packet => ReceiverReport.TryParse(packet, out _));
        Assert.All(
            Bytes.Truncations(ReceiverBytes[8..]), bytes => Assert.False(ReportBlock.TryParse(bytes, out _)));
    }

    [Fact]
    public void Blocks_survive_the_round_trip() => Blocks.Array[0, 31].Sample(blocks =>
    {
        var bytes = Packets.Write((ref RtcpWriter writer) => writer.WriteReceiverReport(new Ssrc(1), blocks));
        Assert.True(ReceiverReport.TryParse(Packets.First(bytes), out var report));
        Assert.Equal(blocks.Length, report.Reports.Count);
        for (var index = 0; index < blocks.Length; index++)
        {
            Assert.Equal(blocks[index], report.Reports[index]);
        }
    });

    [Fact]
    public void More_than_31_blocks_are_not_written()
    {
        var writer = new RtcpWriter(new byte[2000]);
        Assert.False(writer.WriteReceiverReport(new Ssrc(1), new ReportBlock[32]));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void The_round_trip_of_RFC_3550_figure_2()
    {
        // A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 0x0005:4000, delay 6.125 s.
        var block = Block with { LastSenderReport = 0xB705_2000, DelaySinceLastSenderReport = 0x0005_4000 };
        var arrival = new NtpTime(0xB44D_B710_8000_0000);
        Assert.Equal(TimeSpan.FromSeconds(6.125), block.RoundTripTime(arrival));
    }

    [Fact]
    public void Nonsense_gives_no_round_trip()
    {
        var now = NtpTime.FromUnixMicroseconds(1_700_000_000_000_000);
        Assert.Null((Block with { LastSenderReport = 0 }).RoundTripTime(now));
        Assert.Null((Block with { LastSenderReport = now.Compact, DelaySinceLastSenderReport = 1 }).RoundTripTime(now));
        var longAgo = Block with { LastSenderReport = now.Compact - (61 << 16), DelaySinceLastSenderReport = 0 };
        Assert.Null(longAgo.RoundTripTime(now));
    }

    [Fact]
    [FuzzTarget(typeof(SenderReport))]
    [FuzzTarget(typeof(ReceiverReport))]
    [FuzzTarget(typeof(ReportBlock))]
    public void Survive_random_and_mutated_bytes() => Packets.Fuzz([SenderBytes, ReceiverBytes], static packet =>
    {
        var reports = SenderReport.TryParse(packet, out var sender) ? sender.Reports
            : ReceiverReport.TryParse(packet, out var receiver) ? receiver.Reports : default;
        foreach (var block in reports)
        {
            _ = block.RoundTripTime(new NtpTime(0));
        }

        _ = ReportBlock.TryParse(packet.Body, out _);
    });
}
