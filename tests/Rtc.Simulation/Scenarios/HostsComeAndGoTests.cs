using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class HostsComeAndGoTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_second_host_joins_and_leaves_without_an_offer_of_the_viewer_and_its_slots_go_on_without_a_seam(int seed)
    {
        using var world = new World(seed);
        var first = world.Join(ClientSettings.Host("first"));
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { AudioSlots = 1, VideoSlots = 1 });
        Settle(world, first, viewer);
        var second = world.Join(ClientSettings.Host("second"));
        world.RunFor(TimeSpan.FromSeconds(3));
        world.Expect(!viewer.Video.FramesOf(second.Camera.Track).Any(), "one slot goes on with the first host");

        first.Close();
        world.RunFor(TimeSpan.FromSeconds(3));
        var third = world.Join(ClientSettings.Host("third"));
        world.RunFor(TimeSpan.FromSeconds(2));
        second.Close();
        world.RunFor(TimeSpan.FromSeconds(3));

        world.Expect(viewer.Video.FramesOf(second.Camera.Track).Any(), "the slot goes on with the second host");
        world.Expect(viewer.Video.FramesOf(third.Camera.Track).Any(), "and with the third");
        world.Expect(viewer.Audio.FramesOf(third.Microphone.Track).Any(), "sound as well");
        ExpectSeamless(world, viewer.Video);
        ExpectSeamless(world, viewer.Audio);
        var numbers = viewer.Video.Packets.Values.Select(packet => packet.Csrc).Distinct().Count();
        Measured(world, "sources by CSRC in one video slot", 3, numbers);
        Measured(world, "offers of the viewer after the first", 0, viewer.Renegotiations);
        Measured(world, "packets in the video slot without a seam", "", viewer.Video.Packets.Count);
        world.Expect(numbers == 3 && viewer.Renegotiations == 0, "three sources, one offer");
    }

    [Theory]
    [InlineData(1)]
    public void Nobody_receives_their_own_tracks(int seed)
    {
        using var world = new World(seed);
        var settings = ClientSettings.Host("one") with { AudioSlots = 2, VideoSlots = 2 };
        var one = world.Join(settings);
        var two = world.Join(settings with { Key = "two" });
        var oneAgain = world.Join(settings with { Key = "one-on-a-phone", ParticipantId = "one" });
        world.RunFor(TimeSpan.FromSeconds(5));

        foreach (var (client, own) in new[] { (one, one), (one, oneAgain), (two, two), (oneAgain, one), (oneAgain, oneAgain) })
        {
            foreach (var track in own.Tracks)
            {
                world.Expect(client.Slots.All(slot => !slot.FramesOf(track.Track).Any()), $"{client.Settings.Key} does not get its own");
            }
        }

        world.Expect(one.Video.FramesOf(two.Camera.Track).Any() && two.Video.FramesOf(one.Camera.Track).Any(), "they see each other");
        world.Expect(two.Slots.Count(slot => slot.Completed.Count > 0) == 4, "the other sees both of them");
    }
}
