using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class PublisherRoundTripTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_only_publishes_from_far_away_is_asked_for_a_lost_packet_once_a_round_trip(int seed)
    {
        using var world = new World(seed);
        var far = TimeSpan.FromMilliseconds(300);
        var host = world.Join(ClientSettings.Host("host").Over(Netem.WithRoundTrip(far) with { Loss = 0.02 }));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(3));
        var measured = world.Server.EngineOf("host").Stats(world.Now, "host")?.Transport.RoundTrip;
        Measured(world, "round trip as the server knows it, ms", 300, measured?.TotalMilliseconds.ToString("F0") ?? "unknown");
        world.Expect(measured is { } known && (known - far).Duration() < TimeSpan.FromMilliseconds(20), "the round trip is known");

        var (asked, sent) = (host.Camera.PacketsAskedFor, host.Camera.PacketsSent);
        world.RunFor(TimeSpan.FromSeconds(30));
        var perLoss = (host.Camera.PacketsAskedFor - asked) / (0.02 * (host.Camera.PacketsSent - sent));
        Measured(world, "requests for each lost packet", "< 2", perLoss.ToString("F2"));
        world.Expect(perLoss < 2, "no request is repeated before its answer could be there");
    }
}
