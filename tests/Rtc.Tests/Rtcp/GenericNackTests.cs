using CsCheck;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class GenericNackTests
{
    /// <summary>Pair one: 65534, and by its mask 65535 (bit 0), 0 (bit 1), 14 (bit 15). Pair two: 100.</summary>
    private static readonly byte[] AcrossTheWrap = Bytes.FromHex("81CD0004 0000000A 0000000B FFFE8003 00640000");

    [Fact]
    public void Enumerates_ids_and_mask_bits()
    {
        Assert.True(GenericNack.TryParse(Packets.First(AcrossTheWrap), out var nack));
        Assert.Equal((new Ssrc(10), new Ssrc(11)), (nack.Sender, nack.Media));
        Assert.Equal([65534, 65535, 0, 14, 100], Lost(nack));
    }

    [Fact]
    public void Writes_the_same_bytes()
    {
        RtpSeq[] lost = [new(65534), new(65535), new(0), new(14), new(100)];
        Assert.Equal(
            AcrossTheWrap,
            Packets.Write((ref RtcpWriter writer) => writer.WriteNack(new Ssrc(10), new Ssrc(11), lost)));
    }

    [Fact]
    public void Any_ascending_list_survives_the_round_trip() =>
        Gen.Select(Gen.UShort, Gen.Int[1, 40].Array[0, 100]).Sample((first, steps) =>
        {
            var lost = new List<RtpSeq> { new(first) };
            foreach (var step in steps)
            {
                lost.Add(lost[^1] + step);
            }

            var bytes = Packets.Write((ref RtcpWriter writer) =>
                writer.WriteNack(new Ssrc(1), new Ssrc(2), lost.ToArray()));
            Assert.True(GenericNack.TryParse(Packets.First(bytes), out var nack));
            Assert.Equal(lost.Select(seq => seq.Value), Lost(nack));
        });

    [Fact]
    public void Nothing_lost_is_not_written()
    {
        var writer = new RtcpWriter(new byte[100]);
        Assert.False(writer.WriteNack(new Ssrc(1), new Ssrc(2), []));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void A_packet_without_pairs_is_refused()
    {
        Assert.False(GenericNack.TryParse(Packets.First(Bytes.FromHex("81CD0002 0000000A 0000000B")), out _));
        Assert.False(GenericNack.TryParse(Packets.First(Bytes.FromHex("81CD0001 0000000A")), out _));
        Assert.False(GenericNack.TryParse(Packets.First(Bytes.FromHex("8FCD0003 0000000A 0000000B 00640000")), out _));
    }

    [Fact]
    [FuzzTarget(typeof(GenericNack))]
    public void Survives_random_and_mutated_bytes() => Packets.Fuzz([AcrossTheWrap], static packet =>
    {
        if (GenericNack.TryParse(packet, out var nack))
        {
            var count = 0;
            foreach (var _ in nack)
            {
                count++;
            }

            Assert.InRange(count, 1, 17 * packet.Body.Length / 4);
        }
    });

    private static List<ushort> Lost(GenericNack nack)
    {
        var lost = new List<ushort>();
        foreach (var sequence in nack)
        {
            lost.Add(sequence.Value);
        }

        return lost;
    }
}
