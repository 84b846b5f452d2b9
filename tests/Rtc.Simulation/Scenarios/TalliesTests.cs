using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>The few numbers that are taken of everybody.</summary>
public sealed class TalliesTests(ITestOutputHelper output) : Scenario(output)
{
    [Fact]
    public void Loss_delay_and_traffic_of_each_direction_are_counted_apart()
    {
        using var world = new World(1, shards: 1);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Loss = 0.05 };
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(20));

        var tallies = world.Server.Shards[0].Engine.Tally([host.Settings.Key, "nobody", viewer.Settings.Key]);
        Assert.Equal([host.Settings.Key, viewer.Settings.Key], tallies.Select(pair => pair.Key));
        var (sends, gets) = (tallies[0].Value, tallies[1].Value);
        Measured(world, "the host", "", $"{sends}");
        Measured(world, "the viewer", "", $"{gets}");
        world.Expect(sends.SentVideo is { Packets: > 500, Lost: 0, Bytes: > 100_000 }, "all of the camera came");
        world.Expect(sends.SentAudio is { Packets: > 500, Lost: 0, Jitter: not null }, "all of the microphone came");
        world.Expect(sends.ReceivedVideo == default && sends.PictureHeight == 0, "the host sees nobody");
        world.Expect(gets.SentVideo == default && gets.SentAudio == default, "the viewer sends nothing");
        world.Expect(LossOf(gets.ReceivedVideo) is > 0.02 and < 0.1, "the viewer lost one picture packet in twenty");
        world.Expect(LossOf(gets.ReceivedAudio) is > 0.01 and < 0.12, "and as many of the sound");
        world.Expect(gets.RoundTrip is { TotalMilliseconds: > 40 and < 120 }, "its path takes 50 ms, and waits for repairs");
        world.Expect(gets.PictureHeight > 0, "it sees a picture");
    }

    private static double LossOf(StreamCounts counts) => counts.Lost / (double)counts.Packets;
}
