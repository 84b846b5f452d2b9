using Serverless.Rtc.Simulation.Bandwidth;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Simulation.Scenarios;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>A path that is too narrow for any picture there is.</summary>
public sealed class SoundNeverStarvesTests
{
    private static readonly Netem Narrow = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)).Narrowed(Bitrate.Kilobits(150));

    [Theory]
    [InlineData("simulcast whose least layer does not fit", true)]
    [InlineData("one layer of ten times the path", false)]
    public void Sound_is_whole_and_in_time_on_a_path_without_room_for_a_picture(string name, bool isSimulcast)
    {
        var table = new Table($"engine: 150 kbit/s, {name}");
        foreach (var seed in Seeds.All)
        {
            using var world = new World(seed);
            var settings = isSimulcast ? ClientSettings.SimulcastHost("host") : ClientSettings.Host("host");
            var host = world.Join(settings with { PictureScale = 3 });
            var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Down = Narrow });
            world.RunFor(TimeSpan.FromSeconds(8));
            var from = world.Now;
            world.RunFor(TimeSpan.FromSeconds(30));

            var sound = Delivery.Of(host.Microphone, viewer.Audio, from, world.Now - TimeSpan.FromSeconds(1));
            table.AtLeast($"seed {seed}: sound within 400 ms from 8 s on, %", 99, sound.Within(TimeSpan.FromMilliseconds(400)));
            table.AtMost($"seed {seed}: sound, capture to arrival, 95 %, ms", 250, sound.P95.TotalMilliseconds);
        }

        table.Check();
    }
}
