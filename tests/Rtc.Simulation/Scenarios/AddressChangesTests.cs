using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class AddressChangesTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_NAT_that_gives_another_address_costs_no_handshake_and_media_goes_on_with_the_next_check(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(3));
        var handshakes = 0;
        world.Network.Tap = (_, _, datagram) => handshakes += datagram[0] is >= 20 and <= 63 ? 1 : 0;

        foreach (var client in new[] { viewer, host })
        {
            client.ChangeAddress();
            var changed = world.Now;
            var pictures = viewer.Video.Completed.Count;
            world.RunFor(TimeSpan.FromMilliseconds(100));
            world.Expect(
                world.RunUntil(() => viewer.Video.Completed.Count > pictures + 10, TimeSpan.FromSeconds(10)), "pictures come again");
            Measured(world, $"{client.Settings.Key}: address change to pictures, s", "< 7", (world.Now - changed).TotalSeconds.ToString("F1"));
            world.Expect(world.Now - changed < TimeSpan.FromSeconds(7), "with the next check, which comes every 4 to 6 s");
            world.RunFor(TimeSpan.FromSeconds(3));
        }

        Measured(world, "handshake datagrams after the change", 0, handshakes);
        world.Expect(handshakes == 0, "no new handshake");
        world.Expect(!world.Server.EventsOf("viewer", ServerEventKind.Gone).Any(), "nobody is gone");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_ICE_restart_keeps_keys_and_slots(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(2));
        var handshakes = 0;
        world.Network.Tap = (_, _, datagram) => handshakes += datagram[0] is >= 20 and <= 63 ? 1 : 0;

        var from = world.Now;
        viewer.RestartIce();
        world.RunFor(TimeSpan.FromMilliseconds(10));
        viewer.RestartIce();
        host.RestartIce();
        world.RunFor(TimeSpan.FromSeconds(20));
        var delivery = Delivery.Of(host.Camera, viewer.Video, from + TimeSpan.FromSeconds(1), world.Now - TimeSpan.FromSeconds(1));
        var gap = LongestGap(viewer, from);
        Measured(world, "frames complete after the restart, %", 100, delivery.Within(TimeSpan.FromSeconds(1)).ToString("F2"));
        Measured(world, "longest gap in pictures, ms", "< 150", gap.TotalMilliseconds.ToString("F0"));
        world.Expect(delivery.Completed == delivery.Sent, "all frames arrive");
        world.Expect(gap < TimeSpan.FromMilliseconds(150), "the old address is used until the new check");
        world.Expect(handshakes == 0, "no new handshake");
        ExpectSeamless(world, viewer.Video);
    }

    private static TimeSpan LongestGap(SimulatedClient viewer, Units.Instant from)
    {
        var times = viewer.Video.Completed.Where(frame => frame.CompletedAt >= from).Select(frame => frame.CompletedAt).ToList();
        return times.Zip(times.Skip(1), static (first, second) => second - first).Max();
    }
}
