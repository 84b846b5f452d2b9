using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class ResumeTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_host_on_a_new_transport_takes_its_slots_over_and_the_old_transport_ends(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(2));

        var from = world.Now;
        var again = world.Join(ClientSettings.Host("host"));
        world.RunFor(TimeSpan.FromSeconds(5));
        world.Expect(host.State == Peer.TransportState.Closed, "the old transport was told good-bye");
        world.Expect(again.IsConnected, "the new one is up");
        world.Expect(!world.Server.EventsOf("host", ServerEventKind.Gone).Any(), "nobody left");
        world.Expect(!world.Server.EventsOf("host", ServerEventKind.Silent).Any(), "nobody fell silent");
        var changes = world.Server.EventsOf("viewer", ServerEventKind.SlotsChanged).Where(change => change.At >= from).ToList();
        world.Expect(
            changes.All(change => change.Slots.Count(slot => slot.Track is not null) == 2), "no slot went empty on the way");
        world.Expect(world.Server.ParticipantCount == 2, "two participants");
        var gap = viewer.Video.FramesOf(again.Camera.Track).First().CompletedAt - viewer.Video.FramesOf(host.Camera.Track).Last().CompletedAt;
        Measured(world, "last picture of the old to first of the new, ms", "< 200", gap.TotalMilliseconds.ToString("F0"));
        world.Expect(gap < TimeSpan.FromMilliseconds(200), "the picture hardly stops");
        world.Expect(viewer.Video.FramesOf(again.Camera.Track).Count() > 100, "pictures flow");
        ExpectSeamless(world, viewer.Video);
        ExpectSeamless(world, viewer.Audio);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_viewer_on_a_new_transport_sees_on(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        viewer.IsDead = true;
        world.RunFor(TimeSpan.FromSeconds(8));
        var again = world.Join(ClientSettings.Viewer("viewer"));
        var joined = world.Now;
        world.Expect(world.RunUntil(() => again.Video.Completed.Count > 0, TimeSpan.FromSeconds(5)), "it sees");
        Measured(world, "resume to picture, ms", "< 500", (world.Now - joined).TotalMilliseconds.ToString("F0"));
        world.Expect(world.Now - joined < TimeSpan.FromMilliseconds(500), "soon");
        world.RunFor(TimeSpan.FromSeconds(40));
        world.Expect(!world.Server.EventsOf("viewer", ServerEventKind.Gone).Any(), "and is never gone");
    }

    [Theory]
    [InlineData(1)]
    public void A_host_who_comes_back_as_a_viewer_leaves_the_slots(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        var again = world.Join(ClientSettings.Viewer("host"));
        world.RunFor(TimeSpan.FromSeconds(2));
        world.Expect(again.IsConnected, "it is back");
        world.Expect(world.Server.EngineOf("viewer").Slots("viewer").All(slot => slot.Track is null), "its tracks are gone");
    }

    [Theory]
    [InlineData(1)]
    public void When_the_new_attempt_fails_the_old_transport_goes_on(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.Join(ClientSettings.Host("host").Over(new Netem { Loss = 1 }));
        world.RunFor(TimeSpan.FromSeconds(35));
        var pictures = viewer.Video.Completed.Count;
        world.RunFor(TimeSpan.FromSeconds(1));
        world.Expect(viewer.Video.Completed.Count > pictures + 20, "pictures of the old transport flow");
        world.Expect(!world.Server.EventsOf("host", ServerEventKind.Gone).Any(), "nobody left");
        world.Server.EngineOf("host").SetTracks(world.Now, "host", []);
        world.RunFor(TimeSpan.FromMilliseconds(10));
        world.Expect(world.Server.EngineOf("viewer").Slots("viewer").All(slot => slot.Track is null), "the key names the old transport again");
    }

    [Theory]
    [InlineData(1)]
    public void When_both_transports_die_the_participant_is_gone_once(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        host.IsDead = true;
        world.RunFor(TimeSpan.FromSeconds(20));
        world.Join(ClientSettings.Host("host").Over(new Netem { Loss = 1 }));
        world.RunFor(TimeSpan.FromSeconds(40));
        world.Expect(world.Server.EventsOf("host", ServerEventKind.Gone).Count() == 1, "Gone, once");
        world.Expect(world.Server.ParticipantCount == 1, "no ghost stays");
    }
}
