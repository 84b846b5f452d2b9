using Serverless.Rtc.Peer;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class ConsentTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_server_stops_sending_15_s_after_the_last_check(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(7));

        // The viewer still receives, but nothing of it reaches the server.
        world.Network.Impair(viewer.Address, new Netem { Loss = 1 }, null);
        var lost = world.Now;
        world.RunFor(TimeSpan.FromSeconds(20));
        var last = viewer.Video.Packets.Values.Max(packet => packet.ArrivedAt);
        Measured(world, "last check to last packet, s", "<= 15", $"{(last - lost).TotalSeconds:F1} after the link was cut");
        world.Expect(last - lost <= TimeSpan.FromSeconds(15.1), "nothing is sent after 15 s");
        world.Expect(last - lost >= TimeSpan.FromSeconds(8.5), "but before");
        world.Expect(world.Server.Drops(DropReason.NoConsent) > 0, "what was not sent is counted");
        var sent = world.Server.SentTo(viewer.Address);
        world.RunFor(TimeSpan.FromSeconds(2));
        world.Expect(world.Server.SentTo(viewer.Address) == sent, "not even reports");
    }
}
