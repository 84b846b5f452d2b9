using Serverless.Rtc.Peer;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>A room whose participants are on two engines; SIMULATION_SHARDS=2 runs all other scenarios so.</summary>
public sealed class TwoShardsTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Hosts_of_one_shard_are_seen_on_the_other_and_leave_it_without_an_offer(int seed)
    {
        using var world = new World(seed, shards: 2);
        var first = world.Join(ClientSettings.Host("first") with { Shard = 0 });
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { Shard = 1, AudioSlots = 1, VideoSlots = 1 });
        Settle(world, first, viewer);
        var second = world.Join(ClientSettings.Host("second") with { Shard = 1 });
        world.RunFor(TimeSpan.FromSeconds(2));
        first.Close();
        world.RunFor(TimeSpan.FromSeconds(2));
        world.Expect(viewer.Video.FramesOf(first.Camera.Track).Count() > 30, "it saw the one on the other shard");
        world.Expect(viewer.Video.FramesOf(second.Camera.Track).Count() > 30, "then the one on its own");
        world.Expect(viewer.Renegotiations == 0, "without an offer");
        ExpectSeamless(world, viewer.Video);
        ExpectSeamless(world, viewer.Audio);
        second.Close();
        world.RunFor(TimeSpan.FromSeconds(1));
        world.Expect(world.Server.EngineOf("viewer").Slots("viewer").All(slot => slot.Track is null), "all are gone");
    }

    [Theory]
    [InlineData(1)]
    public void Two_hundred_viewers_on_two_shards_cost_the_publisher_two_key_frames_and_each_packet_crosses_once(int seed)
    {
        using var world = new World(seed, shards: 2);
        var host = world.Join(ClientSettings.Host("host"));
        world.RunFor(TimeSpan.FromSeconds(3));
        var from = world.Now;
        var viewers = new List<SimulatedClient>();
        for (var index = 0; index < 200; index++)
        {
            var key = $"viewer-{index}";
            world.After(
                TimeSpan.FromMilliseconds(5 * index),
                () => viewers.Add(world.Join(ClientSettings.Viewer(key) with { AudioSlots = 1, VideoSlots = 1 })));
        }

        world.RunFor(TimeSpan.FromMilliseconds(2_500));
        var asked = host.Camera.KeyFrameRequests.Count(at => at >= from);
        var slowest = viewers.Max(viewer => viewer.Video.Completed[0].CompletedAt - viewer.ConnectedAt!.Value);
        Measured(world, "key frames asked of the publisher", "<= 2", asked);
        Measured(world, "packets crossed", "", world.Server.Crossed);
        world.Expect(asked is 1 or 2, "two key frames serve all");
        world.Expect(slowest < TimeSpan.FromMilliseconds(1_200), "nobody waits longer than one interval and a round trip");

        var (crossed, seen) = (world.Server.Crossed, viewers[0].Video.Packets.Count + viewers[0].Audio.Packets.Count);
        world.RunFor(TimeSpan.FromSeconds(1));
        crossed = world.Server.Crossed - crossed;
        seen = viewers[0].Video.Packets.Count + viewers[0].Audio.Packets.Count - seen;
        world.Expect(Math.Abs(crossed - seen) <= 10, $"{crossed} packets crossed, one viewer got {seen}");
        world.Expect(viewers.All(viewer => viewer.Video.Packets.Count > 0), "on both shards");
    }

    [Theory]
    [InlineData(1)]
    public void A_crossing_that_is_full_loses_pictures_before_sound_and_counts_them(int seed)
    {
        using var world = new World(seed, shards: 2);
        var host = world.Join(ClientSettings.Host("host") with { Shard = 0 });
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { Shard = 1 });
        Settle(world, host, viewer);
        world.Server.LimitCrossing(2);
        var heard = viewer.Audio.Packets.Count;
        world.RunFor(TimeSpan.FromSeconds(2));
        world.Expect(world.Server.Drops(DropReason.CrossingFullOfVideo) > 0, "pictures are dropped");
        world.Expect(viewer.Audio.Packets.Count - heard > 80, "sound goes on");
    }
}
