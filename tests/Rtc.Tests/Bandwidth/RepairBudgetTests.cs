using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class RepairBudgetTests
{
    private const int Packet = 1200;

    private static readonly Bitrate Estimate = Bitrate.Kilobits(960);

    private RepairBudget _budget;
    private Instant _now = new(100_000_000);

    [Fact]
    public void Beside_media_that_takes_half_of_the_path_repairs_get_the_other_half()
    {
        // 960 kbit/s are a packet each 10 ms.
        Assert.InRange(RepairsOf(1000, mediaEvery: 2), 480, 530);
    }

    [Fact]
    public void Beside_media_that_takes_all_of_the_path_a_tenth_is_left_for_repairs()
    {
        Assert.InRange(RepairsOf(1000, mediaEvery: 1), 100, 160);
    }

    [Fact]
    public void Time_without_media_is_not_saved_up()
    {
        RepairsOf(1, mediaEvery: 1);
        _now += TimeSpan.FromSeconds(60);
        var taken = 0;
        while (TryRepair())
        {
            taken++;
        }

        Assert.InRange(taken, 20, 50);
    }

    /// <summary>In so many steps of 10 ms, in each of which as many repairs as may leave.</summary>
    private int RepairsOf(int steps, int mediaEvery)
    {
        var taken = 0;
        for (var step = 0; step < steps; step++)
        {
            _now += TimeSpan.FromMilliseconds(10);
            if (step % mediaEvery == 0)
            {
                _budget.PacketSent(_now, Estimate, Packet);
            }

            while (TryRepair())
            {
                taken++;
            }
        }

        return taken;
    }

    private bool TryRepair()
    {
        if (!_budget.TryTake(_now, Estimate, Packet))
        {
            return false;
        }

        _budget.PacketSent(_now, Estimate, Packet);
        return true;
    }
}
