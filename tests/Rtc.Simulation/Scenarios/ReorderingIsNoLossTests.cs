using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class ReorderingIsNoLossTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Packets_that_overtake_others_by_less_than_20_ms_and_duplicates_cause_no_false_loss(int seed)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with
        {
            Reorder = 0.05,
            ReorderDelay = TimeSpan.FromMilliseconds(2),
            Duplicate = 0.05,
            Rate = Units.Bitrate.Kilobits(20_000),
        };
        var host = world.Join(ClientSettings.Host("host").Over(link));
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(10));

        var delivery = Delivery.Of(
            host.Camera, viewer.Video, viewer.ConnectedAt!.Value + TimeSpan.FromSeconds(1), world.Now - TimeSpan.FromSeconds(1));
        var share = 100.0 * host.Camera.PacketsAskedFor / host.Camera.PacketsSent;
        Measured(world, "frames complete, %", 100, delivery.Within(TimeSpan.FromSeconds(1)).ToString("F2"));
        Measured(world, "packets asked for again, % of those sent", "< 5", share.ToString("F2"));
        Measured(world, "packets that the feedback misses at last", 0, host.ReportedMissing);
        Measured(world, "frames late at the viewer (p95, ms)", "< 80", delivery.P95.TotalMilliseconds.ToString("F0"));
        world.Expect(delivery.Completed == delivery.Sent, "every frame is complete");
        world.Expect(share < 5, "few packets are asked for");
        world.Expect(viewer.Video.CumulativeLost <= 0, "nothing counts as lost");
        ExpectSeamless(world, viewer.Video);
        ExpectSeamless(world, viewer.Audio);
    }
}
