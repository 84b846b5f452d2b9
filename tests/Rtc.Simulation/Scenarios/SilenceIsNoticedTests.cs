using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class SilenceIsNoticedTests(ITestOutputHelper output) : Scenario(output)
{
    private static readonly Netem Nothing = new() { Loss = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_publisher_who_is_not_heard_for_5_s_frees_its_slots_and_gets_them_back_when_heard(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(2));

        var lost = world.Now;
        world.Network.Impair(host.Address, Nothing, Nothing);
        world.RunFor(TimeSpan.FromSeconds(10));
        var silent = world.Server.EventsOf("host", ServerEventKind.Silent).Single();
        Measured(world, "lost to Silent, s", "5.0 - 5.1", (silent.At - lost).TotalSeconds.ToString("F3"));
        world.Expect(silent.At - lost >= TimeSpan.FromSeconds(4.9) && silent.At - lost < TimeSpan.FromSeconds(5.1), "Silent after 5 s");
        world.Expect(world.Server.EngineOf("viewer").Slots("viewer").All(slot => slot.Track is null), "its slots are free");

        var connectedBefore = world.Server.EventsOf("host", ServerEventKind.Connected).Count();
        var pictures = viewer.Video.Completed.Count;
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50));
        world.Network.Impair(host.Address, link, link);
        var back = world.Now;
        world.Expect(world.RunUntil(() => viewer.Video.Completed.Count > pictures, TimeSpan.FromSeconds(10)), "the picture comes back");
        Measured(world, "link back to picture, ms", "< 500", (world.Now - back).TotalMilliseconds.ToString("F0"));
        world.Expect(world.Now - back < TimeSpan.FromMilliseconds(500), "soon");
        world.Expect(world.Server.EventsOf("host", ServerEventKind.Connected).Count() == connectedBefore + 1, "Connected again");
        world.RunFor(TimeSpan.FromSeconds(2));
        ExpectSeamless(world, viewer.Video);
        ExpectSeamless(world, viewer.Audio);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_killed_tab_is_gone_after_30_s(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        host.IsDead = true;
        var lost = world.Now;
        world.RunFor(TimeSpan.FromSeconds(40));
        var gone = world.Server.EventsOf("host", ServerEventKind.Gone).Single();
        Measured(world, "killed to Gone, s", "30.0 - 30.1", (gone.At - lost).TotalSeconds.ToString("F3"));
        world.Expect(gone.At - lost >= TimeSpan.FromSeconds(29.9) && gone.At - lost < TimeSpan.FromSeconds(30.1), "Gone after 30 s");
        world.Expect(world.Server.ParticipantCount == 1, "and forgotten");
    }

    [Theory]
    [InlineData(1)]
    public void A_closed_tab_is_gone_at_once(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        var closed = world.Now;
        host.Close();
        world.RunFor(TimeSpan.FromSeconds(1));
        var gone = world.Server.EventsOf("host", ServerEventKind.Gone).Single();
        Measured(world, "closed to Gone, ms", "25", (gone.At - closed).TotalMilliseconds.ToString("F0"));
        world.Expect(gone.At - closed < TimeSpan.FromMilliseconds(50), "Gone one trip later");
        world.Expect(world.Server.EngineOf("viewer").Slots("viewer").All(slot => slot.Track is null), "its slots are free");
    }
}
