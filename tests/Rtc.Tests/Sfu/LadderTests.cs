using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class LadderTests
{
    private readonly Participant _host = Stage.Join(new Room("room"), "host");
    private Instant _now = new(1_000_000);
    private long _sequence;

    [Fact]
    public void One_stream_is_one_rung_until_it_shows_temporal_layers()
    {
        var camera = Stage.Publish(_host, MediaSource.Camera);
        Assert.Equal((1, Rung.Top), (camera.Ladder.Count, camera.Ladder[0]));
        Send(camera.Layers[0], 100, temporal: 0);
        Send(camera.Layers[0], 100, temporal: 2);
        Assert.Equal(3, camera.Ladder.Count);
        Assert.Equal(new Rung(Rung.All, Rung.All, 0), camera.Ladder[0]);
        Assert.Equal(Rung.Top, camera.Ladder[2]);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(index => camera.Ladder.IndexOf(camera.Ladder[index])));
    }

    [Fact]
    public void Three_layers_of_three_of_a_screen_are_nine_rungs_from_the_least()
    {
        var screen = Stage.Publish(_host, MediaSource.Screen, "f", "h", "q");
        Send(screen.Layers[1], 100, temporal: 2);
        Assert.Equal(["q", "h", "f"], screen.Layers.ToArray().Select(layer => $"{layer.Rid}"));
        Assert.Equal(9, screen.Ladder.Count);
        Assert.Equal(new Rung(1, Rung.All, 1), screen.Ladder[4]);
        Assert.Equal(Enumerable.Range(0, 9), Enumerable.Range(0, 9).Select(index => screen.Ladder.IndexOf(screen.Ladder[index])));
        Assert.Equal(8, screen.Ladder.IndexOf(Rung.Top));
    }

    [Fact]
    public void A_camera_is_shown_at_a_quarter_of_its_frame_rate_in_its_least_size_only()
    {
        var camera = Stage.Publish(_host, MediaSource.Camera, "q", "h", "f");
        Send(camera.Layers[1], 100, temporal: 2);
        Assert.Equal(
            [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2)],
            Enumerable.Range(0, camera.Ladder.Count).Select(camera.Ladder.Place));
        Assert.Equal(Enumerable.Range(0, 7), Enumerable.Range(0, 7).Select(index => camera.Ladder.IndexOf(camera.Ladder[index])));
        Assert.Equal(6, camera.Ladder.IndexOf(Rung.Top));
        Assert.Equal(3, camera.Ladder.IndexOf(new Rung(1, Rung.All, 0)));
    }

    [Theory]
    [InlineData("l m h", "l m h")]
    [InlineData("h m l", "l m h")]
    [InlineData("f q", "q f")]
    [InlineData("a b c", "a b c")]
    public void Names_in_use_tell_the_order_and_others_keep_that_of_the_offer(string offered, string expected) =>
        Assert.Equal(
            expected.Split(' '),
            Stage.Publish(_host, MediaSource.Camera, offered.Split(' ')).Layers.ToArray().Select(layer => $"{layer.Rid}"));

    [Fact]
    public void Sizes_tell_the_order_once_all_are_known()
    {
        var camera = Stage.Publish(_host, MediaSource.Camera, "a", "b");
        var (first, second) = (camera.Layers[0], camera.Layers[1]);
        Send(first, 100, size: new FrameSize(1280, 720));
        Assert.Equal((0, 1), (first.Index, second.Index));
        Send(second, 100, size: new FrameSize(320, 180));
        Assert.Equal((1, 0), (first.Index, second.Index));
        Assert.Equal(second, camera.Layers[0]);
    }

    [Fact]
    public void The_least_layer_that_covers_the_size_on_the_screen_fits()
    {
        var camera = Stage.Publish(_host, MediaSource.Camera, "q", "h", "f");
        Assert.Equal(2, camera.Ladder.Fit(100, 100));
        Send(camera.Layers[2], 100, size: new FrameSize(1280, 720));
        Assert.Equal(new FrameSize(320, 180), camera.Ladder.Size(0));
        Assert.Equal(
            [0, 0, 1, 2, 2],
            new[] { (160, 90), (320, 180), (321, 180), (1280, 720), (1920, 1080) }.Select(size => camera.Ladder.Fit(size.Item1, size.Item2)));
    }

    [Fact]
    public void Rates_are_cumulative_and_of_a_silent_layer_what_they_were_and_of_an_unseen_one_a_guess()
    {
        var camera = Stage.Publish(_host, MediaSource.Camera, "q", "h", "f");
        for (var packet = 0; packet < 40; packet++)
        {
            _now += TimeSpan.FromMilliseconds(50);
            Send(camera.Layers[0], 500, temporal: packet % 2);
        }

        // 500 bytes twenty times a second, half of them in each temporal layer.
        Assert.InRange(camera.Ladder.Rate(_now, 0).BitsPerSecond, 36_000, 44_000);
        Assert.InRange(camera.Ladder.Rate(_now, 1).BitsPerSecond, 72_000, 88_000);
        Assert.InRange(camera.Ladder.Rate(_now, 3).BitsPerSecond, 3 * 72_000, 3 * 88_000);
        Assert.InRange(camera.Ladder.Rate(_now, 5).BitsPerSecond, 9 * 72_000, 9 * 88_000);
        var before = camera.Ladder.Rate(_now, 1);
        _now += TimeSpan.FromMinutes(1);
        Assert.False(camera.Layers[0].IsAlive(_now));
        Assert.Equal(before, camera.Ladder.Rate(_now, 1));
    }

    [Fact]
    public void A_slot_gets_the_best_living_layer_below_or_else_the_least_above_or_else_what_it_wants()
    {
        var camera = Stage.Publish(_host, MediaSource.Camera, "q", "h", "f");
        Assert.Equal(camera.Layers[1], camera.Resolve(_now, 1));
        Send(camera.Layers[2], 100);
        Assert.Equal(camera.Layers[2], camera.Resolve(_now, 1));
        Send(camera.Layers[0], 100);
        Assert.Equal(camera.Layers[0], camera.Resolve(_now, 1));
        Send(camera.Layers[1], 100);
        Assert.Equal(camera.Layers[1], camera.Resolve(_now, 1));
        _now += TimeSpan.FromSeconds(1);
        Assert.Equal(camera.Layers[2], camera.Resolve(_now, Rung.All));
    }

    private void Send(Layer layer, int bytes, int temporal = 0, FrameSize size = default)
    {
        var packet = new StoredPacket { Sequence = _sequence++, ArrivedAt = _now, Codec = CodecKind.Vp8 };
        Assert.True(layer.TryAdd(_now, packet, new byte[bytes], new PacketFacts { TemporalId = (byte)temporal, Size = size }));
    }
}
