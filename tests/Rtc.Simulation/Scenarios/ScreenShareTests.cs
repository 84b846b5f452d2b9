using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>
/// A shared screen and a camera that send the same, in two sizes of three frame rates (63, 126 and 252 kbit/s, 150, 300 and 600),
/// to a viewer whose path carries the small one in full motion or the large one at a quarter of it.
/// </summary>
public sealed class ScreenShareTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1, MediaSource.Screen, 1)]
    [InlineData(2, MediaSource.Screen, 1)]
    [InlineData(1, MediaSource.Camera, 0)]
    [InlineData(2, MediaSource.Camera, 0)]
    public void On_a_narrow_path_a_screen_gives_up_frames_and_a_camera_pixels(int seed, MediaSource source, int layer)
    {
        using var world = new World(seed);
        var host = world.Join(new ClientSettings { Key = "host", Publishes = [source], Rids = ["h", "f"], TemporalLayers = 3 });
        var viewer = world.Join(ClientSettings.Viewer("viewer") with
        {
            AudioSlots = 1,
            VideoSlots = 1,
            Down = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Rate = Bitrate.Kilobits(330) },
        });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(10));
        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(20));
        var shown = viewer.Video.Decoder.Shown.Where(picture => picture.At >= from).ToList();
        var share = 100.0 * shown.Count(picture => picture.Frame.Content.Layer == layer) / shown.Count;
        var rate = shown.Count / 20.0;
        Measured(world, $"{source}: pictures of {(layer == 1 ? "the large" : "the small")} size, %", ">= 90", share);
        Measured(world, $"{source}: pictures per second", layer == 1 ? "5 to 16" : "> 16", rate);
        world.Expect(share >= 90, "the size that suits the content");
        world.Expect(layer == 1 ? rate is > 5 and < 16 : rate > 16, "and the frame rate that is left for it");
    }
}
