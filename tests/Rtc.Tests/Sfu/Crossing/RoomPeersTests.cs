using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu.Crossing;

/// <summary>A publication that viewers of other shards have as well.</summary>
public sealed class RoomPeersTests
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly Room _room = new("room");
    private readonly FakeNeighbour _second = new(shard: 1);
    private readonly FakeNeighbour _third = new(shard: 2);
    private readonly Participant _publisher;
    private readonly Publication _camera;
    private readonly Publication _microphone;
    private readonly DropCounters _drops = new();
    private Instant _now = new(10_000_000);

    public RoomPeersTests()
    {
        _publisher = Stage.Join(_room, "host");
        _camera = Stage.Publish(_publisher, MediaSource.Camera, "q", "h", "f");
        _microphone = Stage.Publish(_publisher, MediaSource.Microphone);
        _room.Peers.Add(new RoomPeer(_second, Opening: 1), _room);
        _room.Peers.Add(new RoomPeer(_third, Opening: 1), _room);
    }

    [Fact]
    public void Who_opens_the_room_hears_who_publishes_in_it() =>
        Assert.Equal(_camera.Number, Assert.IsType<CrossingMessage.PublisherIs>(_second.Told[0]).Publisher.Publications[0].Number);

    [Fact]
    public void The_publisher_is_asked_for_what_anybody_on_any_shard_watches()
    {
        Assert.Equal(0b111, Wanted());
        Export().Watch(1, 0b001);
        Export().Watch(2, 0b100);
        _camera.Demand.Change(0, 0b001);
        Assert.Equal(0b101, WantedIn(Linger));
        Export().Watch(2, 0b010);
        Assert.Equal(0b111, Wanted());
        Assert.Equal(0b011, WantedIn(Linger));
        _camera.Demand.Change(0b001, 0);
        _room.Peers.Remove(shard: 2);
        Assert.Equal(0b001, WantedIn(Linger));
        _room.Peers.Remove(shard: 1);
        Assert.Equal(0, WantedIn(Linger));
    }

    [Fact]
    public void A_key_frame_that_is_on_its_way_to_another_shard_is_not_asked_for()
    {
        Arrive(_camera, 6);
        Arrive(_camera, 7, startsKeyFrame: true);
        var layer = _camera.Layers[0];
        layer.AskForKeyFrame(after: 6, isUrgent: true);
        Assert.False(layer.Keyframe!.IsWanted);
        layer.AskForKeyFrame(after: 7, isUrgent: true);
        Assert.True(layer.Keyframe.IsWanted);
    }

    [Fact]
    public void A_full_way_takes_no_more_pictures_then_no_more_sound_and_each_is_counted()
    {
        _second.Capacity = 4;
        for (var packet = 0; packet < 3; packet++)
        {
            Arrive(_camera, packet);
            Arrive(_microphone, packet);
        }

        _room.Peers.Cross(_camera, _drops);
        _room.Peers.Cross(_microphone, _drops);
        Assert.Equal(1, _drops[DropReason.CrossingFullOfVideo]);
        Assert.Equal(1, _drops[DropReason.CrossingFullOfAudio]);
        Assert.Equal(6, _third.Crossed.Count);
        Assert.Equal(
            [_camera.Number, _camera.Number, _microphone.Number, _microphone.Number],
            _second.Crossed.Select(packet => packet.Publication));
    }

    private Export Export() => _room.Peers.Find(_camera.Number)!;

    private int WantedIn(TimeSpan time)
    {
        // What is not wanted any more begins to linger when somebody looks.
        Wanted();
        _now += time;
        return Wanted();
    }

    private int Wanted()
    {
        _camera.Demand.TryTake(_now, out var wanted);
        return wanted;
    }

    private void Arrive(Publication publication, long sequence, bool startsKeyFrame = false)
    {
        var packet = new StoredPacket
        {
            Sequence = sequence,
            ArrivedAt = _now,
            Codec = publication.Section.Codecs[0].Kind,
            StartsKeyFrame = startsKeyFrame,
            AudioLevel = StoredPacket.Absent,
        };
        Assert.True(publication.Layers[0].TryAdd(_now, packet, [0x10, 1], default));
    }
}
