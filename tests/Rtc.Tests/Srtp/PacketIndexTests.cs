using CsCheck;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Tests.Srtp;

public sealed class PacketIndexTests
{
    /// <summary>The cases of RFC 3711 appendix A: highest sequence number below and above the middle.</summary>
    [Theory]
    [InlineData(0x1_0010, 0x0011, 0x1_0011)]
    [InlineData(0x1_0010, 0xFFFE, 0x0_FFFE)]
    [InlineData(0x1_FFF0, 0x0002, 0x2_0002)]
    [InlineData(0x1_FFF0, 0xFFF1, 0x1_FFF1)]
    [InlineData(0x1_8000, 0x0000, 0x1_0000)]
    [InlineData(0x1_7FFF, 0xFFFF, 0x1_FFFF)]
    [InlineData(0x0_0003, 0xFFFD, -3)]
    public void The_nearest_cycle_is_chosen(long highest, int sequence, long expected) =>
        Assert.Equal(expected, PacketIndex.Estimate(highest, (ushort)sequence));

    [Fact]
    public void Any_index_less_than_half_a_cycle_away_is_found() =>
        Gen.Select(Gen.Long[0, (1L << 48) - 1], Gen.Long[-32767, 32767]).Sample(
            (highest, distance) => PacketIndex.Estimate(highest, (ushort)(highest + distance)) == highest + distance);
}
