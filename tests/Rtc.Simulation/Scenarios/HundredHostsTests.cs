using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>A stage that never rests. To viewers it is a matter of slots: no offers, and no storm of messages.</summary>
public sealed class HundredHostsTests(ITestOutputHelper output) : Scenario(output)
{
    private const int Hosts = 100;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void WA8_a_hundred_hosts_who_come_and_go_one_after_the_other_cost_viewers_no_offer(int seed, int shards)
    {
        using var world = new World(seed, shards);
        var viewers = Viewers(world);
        for (var host = 0; host < Hosts; host++)
        {
            var name = $"host-{host}";
            world.After(TimeSpan.FromMilliseconds(100 * host), () => Visit(world, name, TimeSpan.FromSeconds(2)));
        }

        world.RunFor(TimeSpan.FromSeconds(15));
        foreach (var viewer in viewers)
        {
            Report(world, viewer, perSecond: 16);
            var seen = viewer.Slots.SelectMany(slot => slot.Packets.Values).Select(packet => packet.Csrc).Distinct().Count();
            Measured(world, $"sources that {viewer.Settings.Key} got", "> 20", seen);
            world.Expect(seen > 20, "the slots are used again and again");
            viewer.Slots.ForEach(slot => ExpectSeamless(world, slot));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void WA8_a_hundred_hosts_who_come_and_go_together_are_announced_together(int seed, int shards)
    {
        using var world = new World(seed, shards);
        var viewers = Viewers(world);
        for (var host = 0; host < Hosts; host++)
        {
            var name = $"host-{host}";
            world.After(TimeSpan.FromMilliseconds(host), () => Visit(world, name, TimeSpan.FromSeconds(1)));
        }

        world.RunFor(TimeSpan.FromSeconds(4));
        foreach (var viewer in viewers)
        {
            Report(world, viewer, perSecond: 16);
            var last = world.Server.EventsOf(viewer.Settings.Key, ServerEventKind.SlotsChanged).Last();
            world.Expect(last.Slots.All(slot => slot.Track is null), "in the end nobody plays any more");
        }
    }

    private static List<SimulatedClient> Viewers(World world)
    {
        List<SimulatedClient> viewers = [.. Enumerable.Range(0, 3).Select(number => world.Join(
            ClientSettings.Viewer($"viewer-{number}") with { AudioSlots = 3, VideoSlots = 1 + number }))];
        world.Expect(
            world.RunUntil(() => viewers.All(viewer => viewer.IsConnected), TimeSpan.FromSeconds(10)), "the viewers connect");
        return viewers;
    }

    private static void Visit(World world, string name, TimeSpan stay)
    {
        var host = world.Join(ClientSettings.Host(name));
        world.After(stay, host.Close);
    }

    private void Report(World world, SimulatedClient viewer, int perSecond)
    {
        var changes = world.Server.EventsOf(viewer.Settings.Key, ServerEventKind.SlotsChanged).Select(change => change.At).ToList();
        var most = changes.Max(from => changes.Count(at => at >= from && at < from + TimeSpan.FromSeconds(1)));
        Measured(world, $"offers of {viewer.Settings.Key} after the first", 0, viewer.Renegotiations);
        Measured(world, "changes of its slots, all / most in a second", $"≤ {perSecond} /s", $"{changes.Count} / {most}");
        world.Expect(viewer.Renegotiations == 0, "no offer");
        world.Expect(most <= perSecond, "no storm");
    }
}
