using Serverless.Rtc.Bandwidth;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class TrendlineTests
{
    private readonly Trendline _trendline = new();
    private TimeSpan _arrival;

    [Fact]
    public void A_queue_that_grows_is_overuse_one_that_drains_is_underuse()
    {
        Add(100, 0);
        Assert.Equal(PathUse.Normal, _trendline.Use);
        Add(20, 5);
        Assert.Equal(PathUse.Over, _trendline.Use);
        Add(30, -5);
        Assert.Equal(PathUse.Under, _trendline.Use);
        Add(60, 0);
        Assert.Equal(PathUse.Normal, _trendline.Use);
    }

    [Fact]
    public void A_change_of_a_few_groups_is_not_overuse()
    {
        Add(100, 0);
        Add(3, 3);
        Assert.Equal(PathUse.Normal, _trendline.Use);
    }

    private void Add(int groups, double milliseconds)
    {
        var send = TimeSpan.FromMilliseconds(10);
        for (var index = 0; index < groups; index++)
        {
            var arrival = send + TimeSpan.FromMilliseconds(milliseconds);
            _arrival += arrival;
            _trendline.Add(new GroupDelta(send, arrival, _arrival));
        }
    }
}
