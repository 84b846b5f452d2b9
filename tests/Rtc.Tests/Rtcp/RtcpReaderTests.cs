using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class RtcpReaderTests
{
    /// <summary>An empty receiver report, SDES with an empty chunk, PLI.</summary>
    private static readonly byte[] Compound = Bytes.FromHex(
        "80C90001 0000000A  81CA0002 0000000A 00000000  81CE0002 0000000A 0000000B");

    [Fact]
    public void Goes_through_a_compound()
    {
        var reader = new RtcpReader(Compound);
        Assert.True(reader.TryRead(out var packet));
        Assert.Equal((RtcpType.ReceiverReport, 0, 4), (packet.Type, packet.Count, packet.Body.Length));
        Assert.True(reader.TryRead(out packet));
        Assert.Equal((RtcpType.SourceDescription, 1, 8), (packet.Type, packet.Count, packet.Body.Length));
        Assert.True(reader.TryRead(out packet));
        Assert.Equal((RtcpType.PayloadFeedback, 1, 8), (packet.Type, packet.Count, packet.Body.Length));
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void A_reduced_size_packet_may_begin_with_feedback()
    {
        // RFC 5506 §3.4.
        var reader = new RtcpReader(Compound.AsSpan(20));
        Assert.True(reader.TryRead(out var packet));
        Assert.True(PictureLossIndication.TryParse(packet, out _));
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void Padding_is_no_part_of_the_body()
    {
        var reader = new RtcpReader(Bytes.FromHex("A0C90002 0000000A 00000004"));
        Assert.True(reader.TryRead(out var packet));
        Assert.Equal(4, packet.Body.Length);
    }

    [Theory]
    [InlineData("40C90001 0000000A", "version 1")]
    [InlineData("80C90002 0000000A", "longer than the datagram")]
    [InlineData("80C900", "half a header")]
    [InlineData("A0C90001 00000000", "padding count zero")]
    [InlineData("A0C90001 00000005", "more padding than body")]
    [InlineData("A0C90000", "padding without a body")]
    public void Stops_at_a_malformed_packet(string packet, string why)
    {
        var reader = new RtcpReader(Bytes.FromHex("80C90001 0000000A" + packet));
        Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _), why);
        Assert.True(reader.IsMalformed);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void A_cut_compound_gives_the_packets_before_the_cut()
    {
        foreach (var bytes in Bytes.Truncations(Compound))
        {
            var reader = new RtcpReader(bytes);
            var count = 0;
            while (reader.TryRead(out _))
            {
                count++;
            }

            Assert.Equal(bytes.Length < 8 ? 0 : bytes.Length < 20 ? 1 : 2, count);
            Assert.Equal(bytes.Length is not (0 or 8 or 20), reader.IsMalformed);
        }
    }

    [Fact]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run([Compound], static bytes =>
    {
        var reader = new RtcpReader(bytes);
        var read = 0;
        while (reader.TryRead(out var packet))
        {
            read += 4 + packet.Body.Length;
        }

        Assert.True(read <= bytes.Length);
    });
}
