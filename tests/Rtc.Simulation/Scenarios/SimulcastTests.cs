using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>What a publisher of three layers goes through.</summary>
public sealed class SimulcastTests(ITestOutputHelper output) : Scenario(output)
{
    private const int Viewers = 200;

    /// <summary>In tiles all stay with the least layer; large pictures begin with what the path surely carries, and then rise.</summary>
    [Theory]
    [InlineData(1, 320, 2)]
    [InlineData(2, 320, 2)]
    [InlineData(1, 1280, 4)]
    [InlineData(2, 1280, 4)]
    public void Two_hundred_viewers_who_join_within_a_second_cost_the_publisher_two_key_frames_and_share_those_of_their_rise(
        int seed, int width, int most)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.SimulcastHost("host"));
        world.RunFor(TimeSpan.FromSeconds(3));
        var from = world.Now;
        var viewers = new List<SimulatedClient>();
        for (var index = 0; index < Viewers; index++)
        {
            var key = $"viewer-{index}";
            world.After(
                TimeSpan.FromMilliseconds(1000.0 * index / Viewers),
                () =>
                {
                    viewers.Add(world.Join(ClientSettings.Viewer(key) with { AudioSlots = 1, VideoSlots = 1 }));
                    Watch(world, viewers[^1], width, width * 9 / 16);
                });
        }

        world.RunFor(TimeSpan.FromSeconds(6));
        var waits = viewers.ConvertAll(viewer => viewer.Video.Completed[0].CompletedAt - viewer.ConnectedAt!.Value);
        waits.Sort();
        var allSee = viewers.Max(viewer => viewer.Video.Completed[0].CompletedAt);
        var joined = host.Camera.KeyFrameRequests.Count(at => at >= from && at <= allSee);
        var asked = host.Camera.KeyFrameRequests.Count(at => at >= from);
        var layers = viewers.ConvertAll(viewer => viewer.Video.Decoder.Shown[^1].Frame.Content.Layer);
        Measured(world, $"key frames asked of the publisher, {width} pixels", "<= 2", joined);
        Measured(world, "the same, in the first 6 s", $"<= {most}", asked);
        var fitting = 100.0 * layers.Count(layer => layer == (width > 640 ? 2 : 0)) / Viewers;
        Measured(world, "viewers with the layer that fits after 6 s, %", "", fitting);
        Measured(world, "connected to first picture, p50 / max, ms", "< 1200", $"{waits[Viewers / 2].TotalMilliseconds:F0} / {waits[^1].TotalMilliseconds:F0}");
        world.Expect(joined is 1 or 2, "two key frames serve all who join");
        world.Expect(asked <= most, "few more serve all who rise");
        foreach (var requests in host.Camera.Layers.Select(layer => layer.KeyFrameRequests))
        {
            world.Expect(
                requests.Zip(requests.Skip(1)).All(pair => pair.Second - pair.First > TimeSpan.FromMilliseconds(990)), "one a second");
        }


        world.Expect(waits[^1] < TimeSpan.FromMilliseconds(1_200), "nobody waits longer than one interval and a round trip");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_layer_that_the_publisher_drops_is_replaced_by_the_next_and_taken_again_when_it_comes_back(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.SimulcastHost("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { AudioSlots = 1, VideoSlots = 1 });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(4));
        world.Expect(LayerOf(viewer) == 2, "the best layer plays");

        host.Camera.Layers[2].IsOff = true;
        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(3));
        var pause = viewer.Video.Decoder.LongestPause(from);
        Measured(world, "pause when the best layer ends, ms", "< 1300", pause.TotalMilliseconds);
        world.Expect(LayerOf(viewer) == 1, "the next layer plays");
        world.Expect(pause < TimeSpan.FromMilliseconds(1_300), "a second of silence tells, and a key frame comes");

        host.Camera.Layers[2].IsOff = false;
        from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(3));
        world.Expect(LayerOf(viewer) == 2, "the best layer plays again");
        world.Expect(viewer.Video.Decoder.LongestPause(from) < TimeSpan.FromMilliseconds(100), "without a pause");
        world.Expect(viewer.Video.Decoder.Broken.Count == 0, "and without a broken frame");
        ExpectSeamless(world, viewer.Video);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_publisher_is_told_at_once_what_is_watched_and_two_seconds_later_what_is_not(int seed)
    {
        using var world = new World(seed);
        world.Join(ClientSettings.SimulcastHost("host"));
        world.RunFor(TimeSpan.FromSeconds(4));
        ExpectWanted(world, "");

        var viewer = world.Join(ClientSettings.Viewer("viewer") with { AudioSlots = 1, VideoSlots = 1 });
        Watch(world, viewer, 320, 180);
        Settle(world, viewer);
        world.RunFor(TimeSpan.FromSeconds(5));
        ExpectWanted(world, "q");
        Watch(world, viewer, 640, 360);
        world.RunFor(TimeSpan.FromMilliseconds(10));
        ExpectWanted(world, "q h");
        viewer.Close();
        world.RunFor(TimeSpan.FromSeconds(3));
        ExpectWanted(world, "");
        Measured(world, "messages to the publisher", "", world.Server.Wanted.Count);
        world.Expect(world.Server.Wanted.All(told => told.Key == "host"), "only the publisher is told");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Lost_packets_of_any_layer_are_repaired_by_its_own_RTX_stream(int seed)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Loss = 0.05 };
        var host = world.Join(ClientSettings.SimulcastHost("host") with { Up = link });
        world.RunFor(TimeSpan.FromSeconds(10));
        foreach (var layer in host.Camera.Layers)
        {
            Measured(world, "packets sent / asked for / sent again", "", $"{layer.PacketsSent} / {layer.PacketsAskedFor} / {layer.Retransmissions}");
            world.Expect(layer.Retransmissions > 0.03 * layer.PacketsSent, "what was lost was sent again");
            world.Expect(layer.PacketsAskedFor < 0.1 * layer.PacketsSent, "and what arrived was not asked for again");
        }

        world.Expect(world.Server.Drops(Peer.DropReason.UnknownSource) == 0, "all packets found their layer");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_publisher_who_resumes_on_another_transport_is_seen_in_the_layer_that_viewers_watch(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.SimulcastHost("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { AudioSlots = 1, VideoSlots = 1 });
        Settle(world, host, viewer);
        Watch(world, viewer, 640, 360);
        world.RunFor(TimeSpan.FromSeconds(3));
        world.Expect(LayerOf(viewer) == 1, "the middle layer plays");
        var again = world.Join(ClientSettings.SimulcastHost("host"));
        host.IsDead = true;
        world.RunFor(TimeSpan.FromSeconds(4));
        world.Expect(viewer.Video.FramesOf(again.Camera.Track).Count() > 60, "the new transport's pictures are seen");
        world.Expect(LayerOf(viewer) == 1, "in the middle layer");
        world.Expect(viewer.Video.Decoder.Broken.Count == 0, "none is broken");
        ExpectSeamless(world, viewer.Video);
    }

    private static void ExpectWanted(World world, string rids) =>
        world.Expect(
            string.Join(' ', world.Server.Wanted[^1].Layers.Rids) == rids,
            $"wanted is {rids}, and told {string.Join(' ', world.Server.Wanted[^1].Layers.Rids)}");

    private static byte LayerOf(SimulatedClient viewer) => viewer.Video.Decoder.Shown[^1].Frame.Content.Layer;

    private static void Watch(World world, SimulatedClient viewer, int width, int height)
    {
        var wish = new TrackWish(new TrackName("host", MediaSource.Camera), new SlotWish(width, height, 50, IsPinned: false), IsHidden: false);
        world.Server.EngineOf(viewer.Settings.Key).Watch(world.Now, viewer.Settings.Key, new WatchList([wish], showOthers: true));
    }
}
