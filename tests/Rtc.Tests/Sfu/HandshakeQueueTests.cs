using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class HandshakeQueueTests
{
    private static readonly UdpAddress From = UdpAddress.FromIPv4(0x7f000001, 9);

    private readonly HandshakeQueue _queue = new();
    private readonly Room _room = new("room");

    [Fact]
    public void First_come_first_served()
    {
        var ann = Stage.Join(_room, "ann");
        var bob = Stage.Join(_room, "bob");

        Assert.True(_queue.TryAdd(ann, From, [1, 2]));
        Assert.True(_queue.TryAdd(bob, From, [3]));

        Assert.True(_queue.TryTake(out var first));
        Assert.Equal((ann, "0102"), (first.Participant, Convert.ToHexString(first.Datagram)));
        Assert.True(_queue.TryTake(out var second));
        Assert.Equal((bob, "03"), (second.Participant, Convert.ToHexString(second.Datagram)));
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Nobody_fills_it_alone()
    {
        var flood = Stage.Join(_room, "flood");
        var accepted = Enumerable.Range(0, 2000).Count(_ => _queue.TryAdd(flood, From, [1]));

        Assert.Equal(8, accepted);
        Assert.True(_queue.TryAdd(Stage.Join(_room, "other"), From, [1]));
        Assert.True(_queue.TryTake(out _));
        Assert.True(_queue.TryAdd(flood, From, [1]));
    }

    [Fact]
    public void Many_together_find_it_full()
    {
        var accepted = Enumerable.Range(0, 400)
            .Select(index => Stage.Join(_room, $"{index}"))
            .Sum(one => Enumerable.Range(0, 4).Count(_ => _queue.TryAdd(one, From, [1])));

        Assert.Equal(1024, accepted);
    }

    [Fact]
    public void Who_is_gone_is_passed_over()
    {
        var gone = Stage.Join(_room, "gone");
        var there = Stage.Join(_room, "there");
        _queue.TryAdd(gone, From, [1]);
        _queue.TryAdd(there, From, [2]);
        gone.IsForgotten = true;

        Assert.True(_queue.TryTake(out var next));

        Assert.Equal(there, next.Participant);
        Assert.False(_queue.TryTake(out _));
    }
}
