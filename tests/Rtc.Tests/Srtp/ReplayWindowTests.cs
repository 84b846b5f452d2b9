using CsCheck;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void An_empty_window_takes_any_index()
    {
        var window = default(ReplayWindow);

        Assert.Equal(-1, window.Highest);
        Assert.True(window.IsFresh(0));
        Assert.True(window.IsFresh(65535));
        Assert.False(window.IsFresh(-1));
    }

    [Fact]
    public void The_window_is_longer_than_a_thousand_packets() => Assert.InRange(ReplayWindow.Length, 1024, 4096);

    [Fact]
    public void An_index_just_inside_the_window_is_fresh_and_just_outside_is_not()
    {
        var window = default(ReplayWindow);
        window.Accept(100_000);

        Assert.True(window.IsFresh(100_000 - ReplayWindow.Length + 1));
        Assert.False(window.IsFresh(100_000 - ReplayWindow.Length));
    }

    [Fact]
    public void A_late_index_is_accepted_once()
    {
        var window = default(ReplayWindow);
        window.Accept(500);
        window.Accept(300);

        Assert.False(window.IsFresh(300));
        Assert.True(window.IsFresh(301));
        Assert.Equal(500, window.Highest);
    }

    [Fact]
    public void It_agrees_with_a_set_of_everything_accepted()
    {
        // Steps around the window's length exercise both ends of the ring, long jumps the clearing of all of it.
        var step = Gen.Frequency((6, Gen.Long[-80, 100]), (3, Gen.Long[-2100, 2100]), (1, Gen.Long[0, 1L << 40]));
        step.Array[1, 400].Sample(
            steps =>
            {
                var window = default(ReplayWindow);
                var accepted = new HashSet<long>();
                var highest = -1L;
                foreach (var index in steps.Select(s => Math.Max(highest, 0) + s))
                {
                    var isInside = index >= 0 && (index > highest || highest - index < ReplayWindow.Length);
                    var expected = isInside && !accepted.Contains(index);
                    if (window.IsFresh(index) != expected)
                    {
                        return false;
                    }

                    if (expected)
                    {
                        window.Accept(index);
                        accepted.Add(index);
                        highest = Math.Max(highest, index);
                    }
                }

                return window.Highest == highest;
            },
            iter: 2000);
    }
}
