using CsCheck;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Units;

public sealed class RtpSeqTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(65535, 0)]
    [InlineData(65000, 500)]
    [InlineData(0, 32767)]
    public void Orders_modulo_2_16(int earlier, int later)
    {
        var (a, b) = (new RtpSeq((ushort)earlier), new RtpSeq((ushort)later));
        Assert.True(a < b);
        Assert.True(b > a);
        Assert.False(b <= a);
        Assert.False(a >= b);
    }

    [Fact]
    public void Distance_undoes_addition() =>
        Gen.Select(Gen.UShort, Gen.Int[-32768, 32767]).Sample((start, distance) =>
        {
            var seq = new RtpSeq(start);
            return seq + distance - seq == distance && seq + distance - distance == seq;
        });
}
