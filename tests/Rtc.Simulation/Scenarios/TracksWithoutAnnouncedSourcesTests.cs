using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class TracksWithoutAnnouncedSourcesTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Packets_name_their_section_by_MID_and_a_track_may_change_its_SSRC(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host") with { AnnouncesSources = false });
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(2));

        host.Camera.IsPaused = true;
        world.RunFor(TimeSpan.FromSeconds(1));
        host.Camera.BeginAnew(ssrc: 0x1234_5678, rtx: 0x1234_5679, sequence: 7);
        host.Camera.IsPaused = false;
        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(4));
        var delivery = Delivery.Of(host.Camera, viewer.Video, from + TimeSpan.FromSeconds(1), world.Now - TimeSpan.FromSeconds(1));
        Measured(world, "frames complete under the new SSRC, %", 100, delivery.Within(TimeSpan.FromSeconds(1)).ToString("F2"));
        world.Expect(delivery.Sent > 0 && delivery.Completed == delivery.Sent, "all frames arrive");
        ExpectSeamless(world, viewer.Video);
    }
}
