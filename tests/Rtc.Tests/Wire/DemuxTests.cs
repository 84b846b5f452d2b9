using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Tests.Wire;

public sealed class DemuxTests
{
    /// <summary>The ranges of RFC 7983 §7, figure 3, at their edges.</summary>
    [Theory]
    [InlineData(0, PacketKind.Stun)]
    [InlineData(3, PacketKind.Stun)]
    [InlineData(4, PacketKind.Unknown)]
    [InlineData(16, PacketKind.Unknown)]
    [InlineData(19, PacketKind.Unknown)]
    [InlineData(20, PacketKind.Dtls)]
    [InlineData(63, PacketKind.Dtls)]
    [InlineData(64, PacketKind.Unknown)]
    [InlineData(127, PacketKind.Unknown)]
    [InlineData(128, PacketKind.Rtp)]
    [InlineData(191, PacketKind.Rtp)]
    [InlineData(192, PacketKind.Unknown)]
    [InlineData(255, PacketKind.Unknown)]
    public void The_first_byte_decides(int first, PacketKind expected) =>
        Assert.Equal(expected, Demux.Classify([(byte)first, 96, 0, 0]));

    /// <summary>RFC 5761 §4.</summary>
    [Theory]
    [InlineData(63 | 128, PacketKind.Rtp)]
    [InlineData(192, PacketKind.Rtcp)]
    [InlineData(200, PacketKind.Rtcp)]
    [InlineData(223, PacketKind.Rtcp)]
    [InlineData(224, PacketKind.Rtp)]
    [InlineData(96, PacketKind.Rtp)]
    public void The_second_byte_tells_RTCP_from_RTP(int second, PacketKind expected) =>
        Assert.Equal(expected, Demux.Classify([0x80, (byte)second]));

    [Fact]
    public void Too_short_is_unknown()
    {
        Assert.Equal(PacketKind.Unknown, Demux.Classify([]));
        Assert.Equal(PacketKind.Unknown, Demux.Classify([0x80]));
    }
}
