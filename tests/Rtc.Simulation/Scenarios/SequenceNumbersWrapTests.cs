using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class SequenceNumbersWrapTests(ITestOutputHelper output) : Scenario(output)
{
    /// <summary>Slots start below 2^15 and count what the publisher counts, so a stream of 60,000 packets wraps in both.</summary>
    [Theory]
    [InlineData(1, SrtpProfile.AeadAes128Gcm)]
    [InlineData(2, SrtpProfile.AeadAes128Gcm)]
    [InlineData(3, SrtpProfile.AesCm128HmacSha1_80)]
    public void Media_goes_on_over_the_wrap_at_the_publisher_with_loss_and_repair(int seed, SrtpProfile profile)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Loss = 0.05 };
        var host = world.Join(ClientSettings.Host("host").Over(link) with { StartSequence = 65_300, Profile = profile });
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link) with { Profile = profile });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(15));

        var delivery = Delivery.Of(
            host.Camera, viewer.Video, viewer.ConnectedAt!.Value + TimeSpan.FromSeconds(1), world.Now - TimeSpan.FromSeconds(1));
        Measured(world, $"frames complete within 400 ms, % ({profile})", ">= 99", delivery.Within(TimeSpan.FromMilliseconds(400)).ToString("F2"));
        world.Expect(host.Camera.PacketsSent + 65_300 > 65_900, "the publisher's numbers wrapped");
        world.Expect(delivery.Within(TimeSpan.FromMilliseconds(400)) >= 99, "99 % of the frames are complete within 400 ms");
        world.Expect(world.Server.Drops(Peer.DropReason.NotAuthentic) == 0, "the server's ROC is right");
        world.Expect(viewer.Drops[Peer.DropReason.NotAuthentic] == 0, "the viewer's ROC is right");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Media_goes_on_over_the_wrap_in_a_slot(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host") with { Publishes = [Sfu.MediaSource.Camera] });
        var viewer = world.Join(ClientSettings.Viewer("viewer") with
        {
            Down = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Loss = 0.02 },
        });
        Settle(world, host, viewer);

        // Jumps below the rewriter's limit take a slot's numbers along, so that 65,536 is near.
        for (var jump = 0; jump < 30; jump++)
        {
            host.Camera.SkipSequence(2_900);
            world.RunFor(TimeSpan.FromMilliseconds(200));
        }

        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(5));
        var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
        var highest = viewer.Video.Packets.Keys.Last();
        Measured(world, "highest sequence number in the slot", "> 65,535", highest);
        Measured(world, "frames complete, %", ">= 99", delivery.Within(TimeSpan.FromSeconds(1)).ToString("F2"));
        world.Expect(highest > 65_535, "the slot's numbers wrapped");
        world.Expect(delivery.Within(TimeSpan.FromSeconds(1)) >= 99, "frames are complete");
        world.Expect(viewer.Drops[Peer.DropReason.NotAuthentic] == 0, "the viewer's ROC is right");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_publisher_that_begins_its_numbers_anew_costs_viewers_a_moment_and_not_their_picture(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(1));

        host.Camera.SkipSequence(20_000);
        world.RunFor(TimeSpan.FromSeconds(1));
        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(3));
        var delivery = Delivery.Of(host.Camera, viewer.Video, from, world.Now - TimeSpan.FromSeconds(1));
        Measured(world, "frames complete a second after the jump, %", 100, delivery.Within(TimeSpan.FromSeconds(1)).ToString("F2"));
        world.Expect(delivery.Completed == delivery.Sent && delivery.Sent > 0, "all frames arrive again");
        world.Expect(viewer.Drops[Peer.DropReason.NotAuthentic] == 0, "the viewer's ROC is right");
    }
}
