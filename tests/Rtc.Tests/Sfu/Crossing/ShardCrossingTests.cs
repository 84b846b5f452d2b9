using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu.Crossing;

/// <summary>What an engine says to another one of its rooms, and hears of theirs.</summary>
public sealed class ShardCrossingTests
{
    private static readonly Instant Now = new(10_000_000);

    private readonly FakeNeighbour _other = new(shard: 1);
    private readonly ShardCrossing _crossing;
    private readonly List<Room> _arrived = [];
    private readonly List<Room> _changed = [];
    private readonly Participant _publisher = Stage.Join(new Room("room", new TrackNumbers(1, 2)), "host");

    public ShardCrossingTests()
    {
        _crossing = new ShardCrossing([_other]);
        Stage.Publish(_publisher, MediaSource.Camera);
    }

    [Fact]
    public void What_was_said_of_an_earlier_opening_makes_no_ghost()
    {
        var first = Open();
        _crossing.Closed(Now, first);
        var second = Open();
        Assert.Equal(
            [
                new CrossingMessage.RoomOpened("room", first.Opening),
                new CrossingMessage.RoomClosed("room"),
                new CrossingMessage.RoomOpened("room", second.Opening),
            ],
            _other.Told);

        Hear(new CrossingMessage.PublisherIs("room", first.Opening, PublisherState.Of(_publisher)));
        Assert.Empty(second.RemotePublishers);
        Hear(new CrossingMessage.PublisherIs("room", second.Opening, PublisherState.Of(_publisher)));
        Assert.Equal("host", Assert.Single(second.RemotePublishers).ParticipantId);
        Assert.Equal([second], _changed);
    }

    [Fact]
    public void A_room_that_was_open_elsewhere_before_it_is_here_is_known_there_at_once()
    {
        Hear(new CrossingMessage.RoomOpened("room", 5));
        var room = Open();
        var host = Stage.Join(room, "here");
        Stage.Publish(host, MediaSource.Camera);
        _other.Told.Clear();
        room.Peers.Tell(host);
        var said = Assert.IsType<CrossingMessage.PublisherIs>(Assert.Single(_other.Told));
        Assert.Equal(5, said.Opening);

        Hear(new CrossingMessage.RoomClosed("room"));
        _other.Told.Clear();
        room.Peers.Tell(host);
        Assert.Empty(_other.Told);
    }

    [Fact]
    public void What_everybody_shall_see_is_pinned_on_all_shards()
    {
        var room = Open();
        Hear(new CrossingMessage.PinIs("room", new TrackName("host", MediaSource.Camera)));
        Assert.Equal(new TrackName("host", MediaSource.Camera), room.Pinned);
        Assert.Equal([room], _changed);
    }

    private Room Open()
    {
        var room = new Room("room", new TrackNumbers(0, 2));
        _crossing.Opened(room);
        return room;
    }

    private void Hear(CrossingMessage message)
    {
        _other.Say(message);
        _crossing.Take(Now, _arrived, _changed);
        Assert.False(_other.HasWaiting);
    }
}
