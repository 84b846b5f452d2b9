using Serverless.Worker.Media;

namespace Serverless.Worker.Tests.Media;

public sealed class PlacementTests
{
    private readonly Placement _placement = new(2);

    [Fact]
    public void Participants_are_spread_and_one_who_comes_again_is_where_it_was()
    {
        Assert.Equal([0, 1, 0, 1], new[] { "a", "b", "c", "d" }.Select(Join));
        Assert.Equal(1, Join("b"));
        _placement.Leave("b");
        _placement.Leave("d");
        Assert.Equal(1, Join("e"));
        Assert.Equal(1, Join("f"));
        Assert.Equal(0, Join("g"));
    }

    [Fact]
    public void A_join_that_fails_leaves_no_trace_and_one_under_way_keeps_its_place()
    {
        Assert.Equal(0, _placement.Take("a"));
        _placement.Settle("a", _ => false);
        Assert.Equal(0, Join("b"));
        Assert.Equal(0, _placement.Take("b"));
        _placement.Leave("b");
        Assert.Equal(1, Join("c"));
        _placement.Settle("b", _ => true);
        Assert.Equal(0, Join("b"));
    }

    private int Join(string key)
    {
        var shard = _placement.Take(key);
        _placement.Settle(key, _ => true);
        return shard;
    }
}
