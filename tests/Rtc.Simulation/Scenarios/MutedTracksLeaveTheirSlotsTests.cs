using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class MutedTracksLeaveTheirSlotsTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_camera_that_is_turned_off_frees_its_slot_and_comes_back_with_a_key_frame(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(2));

        world.Server.EngineOf("host").SetTracks(world.Now, "host", [MediaSource.Microphone]);
        world.RunFor(TimeSpan.FromSeconds(2));
        var pictures = viewer.Video.Completed.Count;
        var sounds = viewer.Audio.Completed.Count;
        world.Expect(
            world.Server.EngineOf("viewer").Slots("viewer").Count(slot => slot.Track is not null) == 1, "only the microphone has a slot");
        world.RunFor(TimeSpan.FromSeconds(2));
        world.Expect(viewer.Video.Completed.Count == pictures, "no picture while the camera is off");
        world.Expect(viewer.Audio.Completed.Count >= sounds + 99, "sound goes on");

        world.Server.EngineOf("host").SetTracks(world.Now, "host", [MediaSource.Microphone, MediaSource.Camera]);
        var on = world.Now;
        world.Expect(world.RunUntil(() => viewer.Video.Completed.Count > pictures, TimeSpan.FromSeconds(2)), "the picture comes back");
        Measured(world, "camera on to first picture, ms", "< 300", (world.Now - on).TotalMilliseconds.ToString("F0"));
        world.Expect(world.Now - on < TimeSpan.FromMilliseconds(300), "soon");
        world.Expect(viewer.Video.Completed[pictures].IsKey, "it starts with a key frame");
        ExpectSeamless(world, viewer.Video);
    }
}
