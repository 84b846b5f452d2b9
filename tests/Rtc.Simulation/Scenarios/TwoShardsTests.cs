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
    public void A_packet_crosses_once_for_all_viewers_of_the_other_shard(int seed)
    {
        using var world = new World(seed, shards: 2);
        var host = world.Join(ClientSettings.Host("host") with { Shard = 0 });
        List<SimulatedClient> viewers = [.. Enumerable.Range(0, 4).Select(index => world.Join(
            ClientSettings.Viewer($"viewer-{index}") with { Shard = 1, AudioSlots = 1, VideoSlots = 1 }))];
        Settle(world, [host, .. viewers]);
        var (crossed, seen) = (world.Server.Crossed, Packets(viewers[0]));
        world.RunFor(TimeSpan.FromSeconds(1));
        crossed = world.Server.Crossed - crossed;
        seen = Packets(viewers[0]) - seen;
        Measured(world, "packets that crossed / that each of four viewers got", "the same", $"{crossed} / {seen}");
        world.Expect(seen > 50 && Math.Abs(crossed - seen) <= 10, $"{crossed} packets crossed, one viewer got {seen}");
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

    private static int Packets(SimulatedClient viewer) => viewer.Video.Packets.Count + viewer.Audio.Packets.Count;
}
