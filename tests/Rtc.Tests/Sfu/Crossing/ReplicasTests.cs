using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu.Crossing;

/// <summary>A publication of another shard, as viewers here have it.</summary>
public sealed class ReplicasTests
{
    private const byte Middle = 1;

    private readonly Room _room = new("room", new TrackNumbers(0, 2));
    private readonly Replicas _replicas = new();
    private readonly FakeNeighbour _home = new(shard: 1);
    private readonly Participant _publisher = Stage.Join(new Room("room", new TrackNumbers(1, 2)), "host");
    private readonly Publication _original;
    private Instant _now = new(10_000_000);

    public ReplicasTests()
    {
        _original = Stage.Publish(_publisher, MediaSource.Camera, "q", "h", "f");
        _replicas.Apply(_now, _home, _room, PublisherState.Of(_publisher));
    }

    private Publication Replica => _room.RemotePublishers[0].Publications[0];

    private Layer Layer => _replicas.Find(_original.Number, Middle)!;

    [Fact]
    public void It_has_the_name_the_number_and_the_layers_of_its_original_and_goes_with_it()
    {
        Assert.Equal(_original.Name, Replica.Name);
        Assert.Equal(_original.Number, Replica.Number);
        Assert.Equal(_original.FindLayer(Middle)!.Rid, Layer.Rid);
        _replicas.Apply(_now, _home, _room, PublisherState.Of(_publisher) with { Publications = [] });
        Assert.Empty(_room.RemotePublishers);
        Assert.Null(_replicas.Find(_original.Number, Middle));
    }

    [Fact]
    public void A_packet_keeps_its_number_makes_the_track_live_and_is_taken_once()
    {
        Assert.False(Replica.IsLive);
        Assert.True(Take(7));
        Assert.True(Replica.IsLive);
        Assert.False(Take(8));
        Assert.False(Take(8));
        Assert.Equal([7, 8], Layer.Batch);
        Assert.Equal(8, Layer.Newest);
    }

    [Fact]
    public void Wishes_for_a_key_frame_go_home_as_one_and_a_second_later_again_until_it_comes()
    {
        Take(7);
        Layer.AskForKeyFrame(isUrgent: false);
        Layer.AskForKeyFrame(isUrgent: false);
        Assert.Equal([Wanted(after: 7, isUrgent: false)], Heard());
        Layer.AskForKeyFrame(isUrgent: false);
        Assert.Empty(Heard());
        Layer.AskForKeyFrame(isUrgent: true);
        Assert.Equal([Wanted(after: 7, isUrgent: true)], Heard());
        Layer.AskForKeyFrame(isUrgent: true);
        Assert.Empty(Heard());
        Assert.Equal(_now + KeyframeRequests.Interval, _replicas.NextWishes);
        _now += KeyframeRequests.Interval;
        Assert.Equal([Wanted(after: 7, isUrgent: true)], Heard());
        Take(8, startsKeyFrame: true);
        _now += KeyframeRequests.Interval;
        Assert.Empty(Heard());
        Assert.Equal(Instant.Never, _replicas.NextWishes);
    }

    [Fact]
    public void Home_hears_which_layers_anybody_here_watches_when_that_changes()
    {
        Watch(0, 0b001);
        Watch(0, 0b100);
        Assert.Equal([Watched(0b101)], Heard());
        Watch(0, 0b001);
        Assert.Empty(Heard());
        Watch(0b001, 0);
        Assert.Empty(Heard());
        Watch(0b001, 0);
        Assert.Equal([Watched(0b100)], Heard());
        Watch(0b100, 0);
        Assert.Equal([Watched(0)], Heard());
    }

    private bool Take(long sequence, bool startsKeyFrame = false) => Replicas.Take(
        _now,
        Layer,
        new StoredPacket
        {
            Sequence = sequence,
            ArrivedAt = _now,
            Codec = CodecKind.Vp8,
            StartsKeyFrame = startsKeyFrame,
            AudioLevel = StoredPacket.Absent,
            PayloadLength = 2,
        },
        [0x10, 1]);

    /// <summary>A slot here has other wishes than before.</summary>
    private void Watch(int from, int to)
    {
        Replica.Demand.Change(from, to);
        Replica.Publisher.Wake(_now);
    }

    private CrossingMessage[] Heard()
    {
        _home.Told.Clear();
        _replicas.TellWishes(_now);
        return [.. _home.Told];
    }

    private CrossingMessage Wanted(long after, bool isUrgent) =>
        new CrossingMessage.KeyFrameWanted("room", _original.Number, Middle, after, isUrgent);

    private CrossingMessage Watched(int layers) => new CrossingMessage.LayersWatched("room", _original.Number, layers);
}
