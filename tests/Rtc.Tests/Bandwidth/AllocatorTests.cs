using CsCheck;
using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class AllocatorTests
{
    private static readonly Bitrate Audio = Bitrate.Kilobits(100);
    private static readonly Instant Start = new(1_000_000);

    private readonly Allocator _allocator = new(3);

    [Fact]
    public void The_main_slot_is_served_first_then_the_rest_alike()
    {
        Update(0, 5000);
        Assert.Equal([2, 2, 2], _allocator.Layers.ToArray());
        Update(1, 2500);
        Assert.Equal([2, 1, 0], _allocator.Layers.ToArray());
        Update(2, 1000);
        Assert.Equal([1, 0, 0], _allocator.Layers.ToArray());
        Update(3, 300);
        Assert.Equal([0, Allocator.Paused, Allocator.Paused], _allocator.Layers.ToArray());
        Update(4, 0);
        Assert.Equal([Allocator.Paused, Allocator.Paused, Allocator.Paused], _allocator.Layers.ToArray());
    }

    /// <summary>Two sizes in three frame rates: the larger in few frames costs less than the smaller in all of them.</summary>
    [Theory]
    [InlineData(200, false, 1)]
    [InlineData(200, true, 3)]
    [InlineData(140, true, 1)]
    [InlineData(350, true, 4)]
    [InlineData(700, true, 5)]
    public void What_is_to_be_read_gets_its_size_before_its_frames(long kilobits, bool maySkip, int layer)
    {
        var demand = new SlotDemand { Layers = 6, Desired = 5, MaySkip = maySkip };
        foreach (var (index, rate) in new[] { 60, 120, 252, 150, 300, 600 }.Index())
        {
            demand.Rates[index] = Bitrate.Kilobits(rate);
        }

        var allocator = new Allocator(1);
        allocator.Update(At(0), Bitrate.Kilobits(kilobits), Bitrate.Zero, [demand]);
        Assert.Equal(layer, allocator.Layers[0]);
    }

    [Fact]
    public void A_rise_waits_until_it_fitted_with_a_margin_for_a_second()
    {
        Update(0, 1000);
        var wants = Bitrate.Kilobits((long)((1500 + 150 + 150 + 100) * 1.15) + 1);
        Assert.False(Update(1000, wants.BitsPerSecond / 1000));
        Assert.Equal(At(2000), _allocator.NextTimeout);
        Assert.False(Update(1900, wants.BitsPerSecond / 1000));
        Update(1950, 1700);
        Assert.Equal(At(2950), _allocator.NextTimeout);
        Update(1960, 1000);
        Assert.Equal(Instant.Never, _allocator.NextTimeout);
        Assert.False(Update(2000, wants.BitsPerSecond / 1000));
        Assert.False(Update(2900, wants.BitsPerSecond / 1000));
        Assert.True(Update(3000, wants.BitsPerSecond / 1000));
        Assert.Equal([2, 0, 0], _allocator.Layers.ToArray());
    }

    [Fact]
    public void A_slot_that_shows_something_new_does_not_wait()
    {
        Update(0, 1000);
        Update(1, 5000);
        Assert.Equal([1, 0, 0], _allocator.Layers.ToArray());
        _allocator.Refresh(1);
        Assert.True(Update(2, 5000));
        Assert.Equal([1, 2, 0], _allocator.Layers.ToArray());
    }

    /// <summary>A rise to the layer before needs 1,900 kbit/s with all others.</summary>
    [Theory]
    [InlineData(1900 * 1.3 + 1, 10, true)]
    [InlineData(1900 * 1.3 - 1, 10, false)]
    [InlineData(1900 * 1.3 + 1, 31, false)]
    public void What_was_lost_lately_comes_back_at_once_when_there_clearly_is_room(double kilobits, int secondsLater, bool isBack)
    {
        Update(0, 2000);
        Assert.Equal([2, 0, 0], _allocator.Layers.ToArray());
        Update(1000, 1000);
        Assert.Equal(isBack, Update(1000 + (secondsLater * 1000), (long)kilobits));
        Assert.Equal([isBack ? 2 : 1, 0, 0], _allocator.Layers.ToArray());
    }

    [Fact]
    public void What_is_wanted_covers_everything_and_the_margin()
    {
        Update(0, 300);
        Assert.Equal((3 * 1500 + 100) * 1.15, _allocator.Wanted.BitsPerSecond / 1000.0, 3);
    }

    [Fact]
    public void Nothing_is_allocated_beyond_the_estimate_or_the_wish_and_nobody_starves_for_one_of_less_priority() =>
        Gen.Select(Gen.Int[0, 8000].Array[1, 40], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2]).Array[4])
            .Sample((estimates, shapes) =>
            {
                var allocator = new Allocator(4);
                var demands = Array.ConvertAll(shapes, shape => Demand(shape.Item1, shape.Item2, shape.Item3));
                for (var step = 0; step < estimates.Length; step++)
                {
                    var estimate = Bitrate.Kilobits(estimates[step]);
                    allocator.Update(At(300 * step), estimate, Audio, demands);
                    var sum = 0L;
                    for (var slot = 0; slot < 4; slot++)
                    {
                        var layer = allocator.Layers[slot];
                        Assert.InRange(layer, Allocator.Paused, demands[slot].Best);
                        sum += demands[slot].Rate(layer).BitsPerSecond;
                    }

                    Assert.True(sum == 0 || sum + Audio.BitsPerSecond <= estimate.BitsPerSecond);
                }

                // The estimate stays: all that fits with the margin is there in the end.
                allocator.Update(At(100_000), Bitrate.Kilobits(8000), Audio, demands);
                allocator.Update(At(102_000), Bitrate.Kilobits(8000), Audio, demands);
                allocator.Update(At(103_000), Bitrate.Kilobits(8000), Audio, demands);
                allocator.Update(At(104_000), Bitrate.Kilobits(8000), Audio, demands);
                Assert.All(Enumerable.Range(0, 4), slot => Assert.Equal(demands[slot].Best, allocator.Layers[slot]));
            });

    private static Instant At(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    private static SlotDemand Demand(int priority, int layers = 3, int desired = 2)
    {
        var demand = new SlotDemand { Priority = priority, Layers = layers, Desired = desired };
        demand.Rates[0] = Bitrate.Kilobits(150);
        demand.Rates[1] = Bitrate.Kilobits(500);
        demand.Rates[2] = Bitrate.Kilobits(1500);
        return demand;
    }

    private bool Update(int milliseconds, long kilobits) => _allocator.Update(
        At(milliseconds), Bitrate.Kilobits(kilobits), Audio, [Demand(1), Demand(0), Demand(0)]);
}
