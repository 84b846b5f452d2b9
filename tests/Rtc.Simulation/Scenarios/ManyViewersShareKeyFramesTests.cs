using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class ManyViewersShareKeyFramesTests(ITestOutputHelper output) : Scenario(output)
{
    private const int Viewers = 200;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Two_hundred_viewers_who_join_within_a_second_cost_the_publisher_two_key_frames(int seed, int shards)
    {
        using var world = new World(seed, shards);
        var host = world.Join(ClientSettings.Host("host"));
        world.RunFor(TimeSpan.FromSeconds(3));
        var from = world.Now;
        var viewers = new List<SimulatedClient>();
        for (var index = 0; index < Viewers; index++)
        {
            var key = $"viewer-{index}";
            world.After(
                TimeSpan.FromMilliseconds(1000.0 * index / Viewers),
                () => viewers.Add(world.Join(ClientSettings.Viewer(key) with { AudioSlots = 1, VideoSlots = 1 })));
        }

        world.RunFor(TimeSpan.FromMilliseconds(2_500));
        var waits = viewers.ConvertAll(viewer => viewer.Video.Completed[0].CompletedAt - viewer.ConnectedAt!.Value);
        waits.Sort();
        var asked = host.Camera.KeyFrameRequests.Count(at => at >= from);
        Measured(world, "key frames asked of the publisher", "<= 2", asked);
        Measured(world, "connected to first picture, p50 / max, ms", "< 1200", $"{waits[Viewers / 2].TotalMilliseconds:F0} / {waits[^1].TotalMilliseconds:F0}");
        world.Expect(asked is 1 or 2, "two key frames serve all");
        world.Expect(waits[^1] < TimeSpan.FromMilliseconds(1_200), "nobody waits longer than one interval and a round trip");
    }
}
