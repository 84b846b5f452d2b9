using CsCheck;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Units;

public sealed class SequenceUnwrapperTests
{
    [Fact]
    public void A_late_packet_from_before_the_wrap_falls_into_its_own_cycle()
    {
        var unwrapper = default(SequenceUnwrapper);
        Assert.Equal(65534, unwrapper.Unwrap(new RtpSeq(65534)).Value);
        Assert.Equal(65536, unwrapper.Unwrap(new RtpSeq(0)).Value);
        Assert.Equal(65535, unwrapper.Unwrap(new RtpSeq(65535)).Value);
        Assert.Equal(65537, unwrapper.Unwrap(new RtpSeq(1)).Value);
        Assert.Equal(65537, unwrapper.Highest.Value);
    }

    [Fact]
    public void A_packet_from_before_the_first_is_negative_when_it_lies_before_zero()
    {
        var unwrapper = default(SequenceUnwrapper);
        unwrapper.Unwrap(new RtpSeq(3));
        Assert.Equal(-1, unwrapper.Unwrap(new RtpSeq(65535)).Value);
        Assert.Equal(3, unwrapper.Highest.Value);
    }

    [Fact]
    public void Follows_any_walk_whose_steps_stay_within_half_the_range() =>
        Gen.Select(Gen.UShort, Gen.Int[-20_000, 30_000].Array[1, 200]).Sample((start, steps) =>
        {
            var unwrapper = default(SequenceUnwrapper);
            var highest = unwrapper.Unwrap(new RtpSeq(start)).Value;
            foreach (var step in steps)
            {
                // A step is from the highest: that is what "late" and "ahead" mean.
                var truth = highest + step;
                Assert.Equal(truth, unwrapper.Nearest(new RtpSeq(unchecked((ushort)truth))).Value);
                Assert.Equal(truth, unwrapper.Unwrap(new RtpSeq(unchecked((ushort)truth))).Value);
                highest = Math.Max(highest, truth);
            }
        });

    [Fact]
    public void Restart_goes_on_in_a_later_cycle()
    {
        var unwrapper = default(SequenceUnwrapper);
        unwrapper.Unwrap(new RtpSeq(50_000));
        Assert.Equal(65536 + 100, unwrapper.Restart(new RtpSeq(100)).Value);
        Assert.Equal(65536 + 101, unwrapper.Unwrap(new RtpSeq(101)).Value);
    }
}
