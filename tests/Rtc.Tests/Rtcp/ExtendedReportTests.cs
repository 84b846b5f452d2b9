using CsCheck;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class ExtendedReportTests
{
    /// <summary>As RFC 3611 §4.4 draws it.</summary>
    private static readonly byte[] Reference = Bytes.FromHex("80CF0004 0000000A 04000002 83AA7E8080000000");

    /// <summary>As RFC 3611 §4.5 draws it, to receivers 11 and 12, behind a block of another type.</summary>
    private static readonly byte[] Delays = Bytes.FromHex(
        "80CF000A 0000000A 2A000001 12345678 05000006 0000000B 7E808000 00018000 0000000C 7E810000 00008000");

    [Fact]
    public void A_reference_time_is_read_and_written()
    {
        var expected = new ReferenceTime(new Ssrc(10), new NtpTime(0x83AA7E8080000000));
        Assert.True(ReferenceTime.TryParse(Packets.First(Reference), out var reference));
        Assert.Equal(expected, reference);
        Assert.Equal(Reference, Packets.Write((ref RtcpWriter writer) => writer.WriteReferenceTime(expected)));
        Packets.AssertRefusesEveryCut(Reference, packet => ReferenceTime.TryParse(packet, out _));
        Assert.False(ReferenceTime.TryParse(Packets.First(Delays), out _));
    }

    [Fact]
    public void Each_receiver_finds_what_is_returned_to_it_and_nobody_else_finds_anything()
    {
        var packet = Packets.First(Delays);
        Assert.True(ReferenceDelay.TryFind(packet, new Ssrc(11), out var first));
        Assert.Equal(new ReferenceDelay(0x7E808000, 0x18000), first);
        Assert.True(ReferenceDelay.TryFind(packet, new Ssrc(12), out var second));
        Assert.Equal(new ReferenceDelay(0x7E810000, 0x8000), second);
        Assert.False(ReferenceDelay.TryFind(packet, new Ssrc(10), out _));
        Assert.False(ReferenceDelay.TryFind(Packets.First(Reference), new Ssrc(10), out _));
        Packets.AssertRefusesEveryCut(Delays, cut => ReferenceDelay.TryFind(cut, new Ssrc(12), out _));
    }

    [Fact]
    public void A_delay_survives_the_round_trip() => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt)
        .Sample((sender, receiver, last, kept) =>
        {
            var delay = new ReferenceDelay(last, kept);
            var bytes = Packets.Write((ref RtcpWriter writer) =>
                writer.WriteReferenceDelay(new Ssrc(sender), new Ssrc(receiver), delay));
            Assert.True(ReferenceDelay.TryFind(Packets.First(bytes), new Ssrc(receiver), out var read));
            Assert.Equal(delay, read);
        });

    [Fact]
    public void The_round_trip_is_what_passed_but_for_what_the_sender_kept_it()
    {
        var sent = NtpTime.FromUnixMicroseconds(1_700_000_000_000_000);
        var back = NtpTime.FromUnixMicroseconds(1_700_000_001_250_000);
        var delay = new ReferenceDelay(sent.Compact, NtpTime.ToCompact(TimeSpan.FromSeconds(1)));
        Assert.Equal(250, delay.RoundTripTime(back)!.Value.TotalMilliseconds, 0.1);
        Assert.Null((delay with { LastReference = 0 }).RoundTripTime(back));
        Assert.Null((delay with { Delay = NtpTime.ToCompact(TimeSpan.FromSeconds(2)) }).RoundTripTime(back));
    }

    [Fact]
    [FuzzTarget(typeof(ReferenceTime))]
    [FuzzTarget(typeof(ReferenceDelay))]
    public void Survive_random_and_mutated_bytes() => Packets.Fuzz([Reference, Delays], static packet =>
    {
        _ = ReferenceTime.TryParse(packet, out _);
        _ = ReferenceDelay.TryFind(packet, new Ssrc(12), out _);
    });
}
