using Serverless.Rtc.Peer;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class HostileDatagramsTests(ITestOutputHelper output) : Scenario(output)
{
    private static readonly UdpAddress Stranger = UdpAddress.FromIPv4(0x0C00_0001, 6000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Garbage_truncated_replayed_and_forged_datagrams_are_counted_and_nothing_else_happens(int seed)
    {
        using var world = new World(seed);
        var random = new Random(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);

        var seen = new List<byte[]>();
        world.Network.Tap = (from, _, datagram) =>
        {
            if (from == host.Address && seen.Count < 400)
            {
                seen.Add(datagram.ToArray());
            }
        };
        world.RunFor(TimeSpan.FromSeconds(3));
        world.Network.Tap = null;
        var events = world.Server.Events.Count;
        var before = Enum.GetValues<DropReason>().ToDictionary(reason => reason, reason => world.Server.Drops(reason));
        var from = world.Now;
        for (var count = 0; count < 2_000; count++)
        {
            var datagram = Attack(random, seen);
            var sender = random.Next(3) == 0 ? Stranger : host.Address;
            world.After(TimeSpan.FromMilliseconds(count), () => world.Network.Inject(world.Now, sender, SimulatedServer.Address, datagram));
        }

        world.RunFor(TimeSpan.FromSeconds(3));
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (world.Server.Drops(reason) - before[reason] is var count and > 0)
            {
                Measured(world, $"dropped: {reason}", "", count);
            }
        }

        foreach (var reason in new[]
        {
            DropReason.UnknownAddress, DropReason.UnknownProtocol, DropReason.UnknownUfrag, DropReason.NotAuthentic,
            DropReason.Replayed, DropReason.MalformedRtp,
        })
        {
            world.Expect(world.Server.Drops(reason) > before[reason], $"{reason} is counted");
        }

        var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
        world.Expect(delivery.Completed == delivery.Sent, "the viewer misses nothing");
        world.Expect(world.Server.Events.Count == events, "no event");
        world.Expect(world.Server.SentTo(Stranger) == 0, "a stranger gets no answer");
        world.Expect(viewer.Drops[DropReason.Replayed] + viewer.Drops[DropReason.NotAuthentic] == 0, "the viewer gets nothing odd");
        ExpectSeamless(world, viewer.Video);
    }

    private static byte[] Attack(Random random, List<byte[]> seen)
    {
        var real = seen[random.Next(seen.Count)];
        switch (random.Next(5))
        {
            case 0:
                var garbage = new byte[random.Next(1, 200)];
                random.NextBytes(garbage);
                return garbage;
            case 1:
                return real[..random.Next(1, Math.Min(real.Length, 20))];
            case 2:
                return real;
            case 3:
                var forged = real.ToArray();
                forged[random.Next(forged.Length)] ^= (byte)random.Next(1, 256);
                return forged;
            default:
                return [0, 1, 0, 12, 0x21, 0x12, 0xA4, 0x42, .. new byte[12], 0, 6, 0, 8, .. "someone:"u8];
        }
    }
}
