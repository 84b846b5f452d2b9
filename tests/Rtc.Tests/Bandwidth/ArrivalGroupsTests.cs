using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class ArrivalGroupsTests
{
    private readonly ArrivalGroups _groups = new();

    [Fact]
    public void Packets_sent_within_5_ms_are_one_group_and_the_third_group_compares_the_first_two()
    {
        Assert.Null(Add(0, 100));
        Assert.Null(Add(4, 108));
        Assert.Null(Add(20, 120));
        Assert.Null(Add(24, 130));
        var delta = Add(40, 140);
        Assert.Equal((20, 22), (delta!.Value.Send.TotalMilliseconds, delta.Value.Arrival.TotalMilliseconds));
        Assert.Equal(2, delta.Value.Variation.TotalMilliseconds);
    }

    [Fact]
    public void Packets_that_waited_together_and_arrive_at_once_are_one_group()
    {
        Add(0, 100);
        Add(20, 150);
        Add(40, 151);
        Add(60, 152);
        var delta = Add(80, 180);
        Assert.Equal((60, 52), (delta!.Value.Send.TotalMilliseconds, delta.Value.Arrival.TotalMilliseconds));
    }

    [Fact]
    public void A_packet_from_before_the_group_is_left_out()
    {
        Add(0, 100);
        Add(20, 120);
        Assert.Null(Add(10, 400));
        Assert.Equal(20, Add(40, 140)!.Value.Arrival.TotalMilliseconds);
    }

    private GroupDelta? Add(int sent, int arrival) =>
        _groups.TryAdd(new Instant(1000L * sent), TimeSpan.FromMilliseconds(arrival), out var delta) ? delta : null;
}
