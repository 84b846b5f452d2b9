using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class RepairsLossByNackTests(ITestOutputHelper output) : Scenario(output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_are_complete_within_400_ms_at_5_percent_random_loss_on_both_links(int seed)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Loss = 0.05 };
        var host = world.Join(ClientSettings.Host("host").Over(link));
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(1));

        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(20));
        var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
        Measured(world, "frames complete within 400 ms, %", ">= 99", delivery.Within(Limit).ToString("F2"));
        Measured(world, "capture to complete, p50 / p95, ms", "", $"{delivery.P50.TotalMilliseconds:F0} / {delivery.P95.TotalMilliseconds:F0}");
        Measured(world, "repairs to the server / to the viewer", "", $"{host.Camera.Retransmissions} / {viewer.Video.Repaired}");
        Measured(world, "packets in vain at the viewer", "", viewer.Video.Duplicates);
        world.Expect(delivery.Within(Limit) >= 99, "99 % of the frames are complete within 400 ms");
        world.Expect(viewer.Video.Repaired > 50 && host.Camera.Retransmissions > 50, "both links were repaired");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bursts_of_ten_lost_packets_are_repaired_too(int seed)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Burst = new BurstLoss(0.005, 0.1) };
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { Down = link });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(1));

        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(20));
        var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
        Measured(world, "frames complete within 400 ms, %", ">= 97", delivery.Within(Limit).ToString("F2"));
        Measured(world, "capture to complete, p50 / p95, ms", "", $"{delivery.P50.TotalMilliseconds:F0} / {delivery.P95.TotalMilliseconds:F0}");
        Measured(world, "repairs / key frames asked for by the viewer", "", $"{viewer.Video.Repaired} / {viewer.Video.KeyFrameWishes}");
        world.Expect(delivery.Within(Limit) >= 97, "97 % of the frames are complete within 400 ms");
        world.Expect(viewer.Video.Repaired > 20, "there were bursts to repair");
    }
}
