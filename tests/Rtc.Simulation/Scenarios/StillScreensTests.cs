using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class StillScreensTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Who_joins_while_a_shared_screen_stands_still_gets_a_key_frame_asked_for_at_once(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(new ClientSettings { Key = "host", Publishes = [MediaSource.Screen] });
        world.RunFor(TimeSpan.FromSeconds(3));
        host.Tracks[0].IsPaused = true;
        world.RunFor(TimeSpan.FromMilliseconds(1_500));
        var asked = host.Tracks[0].KeyFrameRequests.Count;
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        world.Expect(
            world.RunUntil(() => host.Tracks[0].KeyFrameRequests.Count > asked, TimeSpan.FromSeconds(10)), "a key frame is asked for");
        var wait = host.Tracks[0].KeyFrameRequests[^1] - viewer.ConnectedAt!.Value;
        Measured(world, "viewer connected to request at the host, ms", "<= 50", wait.TotalMilliseconds.ToString("F0"));
        world.Expect(wait <= TimeSpan.FromMilliseconds(50), "though the host sends nothing that would wake the server");
    }
}
