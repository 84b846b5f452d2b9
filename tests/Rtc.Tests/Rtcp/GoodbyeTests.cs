using System.Text;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class GoodbyeTests
{
    private static readonly byte[] WithReason = Bytes.FromHex("82CB0003 0000000A 0000000B 03656E64");

    [Fact]
    public void Reads_sources_and_reason()
    {
        Assert.True(Goodbye.TryParse(Packets.First(WithReason), out var goodbye));
        Assert.Equal(2, goodbye.Count);
        Assert.Equal((new Ssrc(10), new Ssrc(11)), (goodbye[0], goodbye[1]));
        Assert.Equal("end", Encoding.UTF8.GetString(goodbye.Reason));
    }

    [Fact]
    public void Writes_sources()
    {
        var bytes = Packets.Write((ref RtcpWriter writer) => writer.WriteGoodbye([new Ssrc(10), new Ssrc(11)]));
        Assert.Equal(Bytes.FromHex("82CB0002 0000000A 0000000B"), bytes);
        Assert.True(Goodbye.TryParse(Packets.First(bytes), out var goodbye));
        Assert.True(goodbye.Reason.IsEmpty);
    }

    [Theory]
    [InlineData("82CB0001 0000000A")]
    [InlineData("81CB0002 0000000A 04656E64")]
    public void Refuses_a_missing_source_and_a_reason_longer_than_the_packet(string packet) =>
        Assert.False(Goodbye.TryParse(Packets.First(Bytes.FromHex(packet)), out _));

    [Fact]
    [FuzzTarget(typeof(Goodbye))]
    public void Survives_random_and_mutated_bytes() => Packets.Fuzz([WithReason], static packet =>
    {
        if (Goodbye.TryParse(packet, out var goodbye))
        {
            for (var index = 0; index < goodbye.Count; index++)
            {
                _ = goodbye[index];
            }

            _ = goodbye.Reason.Length;
        }
    });
}
