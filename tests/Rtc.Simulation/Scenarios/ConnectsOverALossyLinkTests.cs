using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class ConnectsOverALossyLinkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_host_and_a_viewer_connect_and_pictures_flow_though_every_fifth_datagram_is_lost(int seed)
    {
        using var world = new World(seed);
        var link = new Netem { Latency = TimeSpan.FromMilliseconds(25), Loss = 0.2 };
        var host = world.Join(ClientSettings.Host("host").Over(link));
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link));

        world.Expect(
            world.RunUntil(() => host.IsConnected && viewer.IsConnected, TimeSpan.FromSeconds(10)), "both connect within 10 s");
        world.Expect(
            world.RunUntil(() => viewer.Video.Completed.Count > 0 && viewer.Audio.Completed.Count > 0, TimeSpan.FromSeconds(5)),
            "a picture and sound arrive within 5 s more");
        output.WriteLine($"seed {seed}: connected after {viewer.ConnectedAt}, first picture at {world.Elapsed.TotalMilliseconds:F0} ms");
    }
}
