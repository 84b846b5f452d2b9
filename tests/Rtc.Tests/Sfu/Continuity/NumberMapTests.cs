using CsCheck;
using Serverless.Rtc.Sfu.Continuity;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

public sealed class NumberMapTests
{
    /// <summary>The picture in the remarks of the map.</summary>
    [Fact]
    public void Numbers_left_out_close_up_and_lost_ones_keep_theirs()
    {
        var map = new NumberMap(64);
        map.Restart(7, 1);
        Assert.Equal(1, Mapped(map, 7));
        Assert.True(map.TryLeaveOut(8));
        Assert.Equal(2, Mapped(map, 9));
        Assert.True(map.TryLeaveOut(11));
        Assert.Equal(4, Mapped(map, 12));
        Assert.Equal(3, Mapped(map, 10));
        Assert.Null(Mapped(map, 8));
        Assert.Null(Mapped(map, 6));
    }

    [Fact]
    public void A_number_that_comes_too_late_to_be_left_out_is_said_to()
    {
        var map = new NumberMap(64);
        map.Restart(1, 1);
        map.TryMap(3, out _);
        Assert.False(map.TryLeaveOut(2));
        Assert.False(map.IsGivenOut(2));
        Assert.True(map.IsGivenOut(3));
    }

    /// <summary>
    /// Any source: each number goes out, is left out, or is lost, perhaps to come later. Against a count that is kept
    /// by hand: the map is monotone, has no gap but the losses, repeats itself, and can be undone.
    /// </summary>
    [Fact]
    public void Any_stream_maps_monotone_and_back() =>
        Gen.Select(Gen.Long[0, 1 << 20], Gen.Long[0, 1 << 20], Gen.Int[0, 5].Array[1, 400], Gen.Int[1, 3]).Sample(
            (start, mappedStart, fates, sources) =>
            {
                var map = new NumberMap(512);
                var next = mappedStart;
                for (var source = 0; source < sources; source++)
                {
                    map.Restart(start * (source + 1), next);
                    next = CheckSource(map, start * (source + 1), next, fates);
                    Assert.Equal(next - 1, map.NewestMapped);
                }
            },
            time: 2);

    [Fact]
    public void The_window_forgets_what_is_too_old()
    {
        var map = new NumberMap(16);
        map.Restart(0, 100);
        Assert.Equal(100, Mapped(map, 0));
        Assert.Equal(115, Mapped(map, 15));
        Assert.True(map.TryUnmap(100, out _));
        Assert.Equal(116, Mapped(map, 16));
        Assert.Null(Mapped(map, 0));
        Assert.False(map.TryUnmap(100, out _));
        Assert.Equal(100 + 5_000, Mapped(map, 5_000));
    }

    private static long CheckSource(NumberMap map, long start, long next, int[] fates)
    {
        var expected = new Dictionary<long, long>();
        for (var i = 0; i < fates.Length; i++)
        {
            var number = start + i;
            switch (fates[i])
            {
                case 0 when i > 0:
                    Assert.True(map.TryLeaveOut(number));
                    break;
                case 1 when i > 0 && i < fates.Length - 1:
                    // Lost, or late: its number stays its own.
                    expected.Add(number, next++);
                    break;
                default:
                    expected.Add(number, next++);
                    Assert.Equal(expected[number], Mapped(map, number));
                    break;
            }
        }

        // Gaps at the end: nothing newer came, so nothing is reserved yet.
        foreach (var (number, mapped) in expected.Where(pair => pair.Key <= map.Newest))
        {
            Assert.Equal(mapped, Mapped(map, number));
            Assert.Equal(mapped, Mapped(map, number));
            Assert.True(map.TryUnmap(mapped, out var back));
            Assert.Equal(number, back);
        }

        return next;
    }

    private static long? Mapped(NumberMap map, long number) => map.TryMap(number, out var mapped) ? mapped : null;
}
