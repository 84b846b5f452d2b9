using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>Sound is not repaired by asking again, which takes too long: it is sent twice.</summary>
public sealed class RedundantAudioTests(ITestOutputHelper output) : Scenario(output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private static readonly Netem Clean = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50));
    private static readonly Netem Lossy = Clean with { Loss = 0.05 };

    /// <summary>Of 5 % lost, those are lost for good whose successor is lost as well: 0.25 %.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_lost_on_the_way_in_is_whole_for_viewers_with_red_and_without(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(Speaker("host") with { HasRed = true, Up = Lossy });
        var plain = world.Join(Listener("plain"));
        var red = world.Join(Listener("red") with { HasRed = true });
        var (forPlain, forRed) = (Heard(world, host, plain), Heard(world, host, red));

        Measured(world, "frames heard without RED, %", "> 99.4", forPlain.ToString("F2"));
        Measured(world, "frames heard with RED, %", "> 99.4", forRed.ToString("F2"));
        world.Expect(forPlain > 99.4 && forRed > 99.4, "lost frames come with their successors");
        ExpectOrder(world, plain.Audio);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_lost_on_the_way_out_is_whole_only_with_red(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(Speaker("host") with { HasRed = true });
        var plain = world.Join(Listener("plain") with { Down = Lossy });
        var red = world.Join(Listener("red") with { HasRed = true, Down = Lossy });
        var (forPlain, forRed) = (Heard(world, host, plain), Heard(world, host, red));

        Measured(world, "frames heard without RED, %", "93 to 97", forPlain.ToString("F2"));
        Measured(world, "frames heard with RED, %", "> 99.4", forRed.ToString("F2"));
        world.Expect(forPlain is > 93 and < 97, "plain Opus loses what the link loses");
        world.Expect(forRed > 99.4, "RED is passed on as it is");
    }

    [Theory]
    [InlineData(1)]
    public void A_room_of_sound_alone_needs_no_video_at_all(int seed)
    {
        using var world = new World(seed);
        var hosts = Enumerable.Range(0, 5).Select(number => world.Join(Speaker($"host-{number}"))).ToList();
        var listener = world.Join(Listener("listener") with { AudioSlots = 3 });
        world.Expect(world.RunUntil(() => listener.IsConnected && hosts.All(host => host.IsConnected), TimeSpan.FromSeconds(10)), "all connect");
        world.RunFor(TimeSpan.FromSeconds(5));

        world.Expect(listener.Slots.Count == 3, "three slots, none of them video");
        world.Expect(listener.Slots.TrueForAll(slot => slot.Completed.Count > 200), "all three play");
        world.Expect(listener.Slots.TrueForAll(slot => slot.SenderReports.Count > 2), "and are reported on");
        listener.Slots.ForEach(slot => ExpectSeamless(world, slot));
        Measured(world, "voices heard of five, without any video", 3, listener.Slots.Count(slot => slot.Completed.Count > 0));
    }

    private static ClientSettings Speaker(string key) => new() { Key = key, Publishes = [MediaSource.Microphone], Up = Clean, Down = Clean };

    private static ClientSettings Listener(string key) => new() { Key = key, AudioSlots = 1, Up = Clean, Down = Clean };

    /// <summary>Share in percent of the frames of 30 s that were there in time.</summary>
    private static double Heard(World world, SimulatedClient host, SimulatedClient listener)
    {
        world.Expect(
            world.RunUntil(() => listener.Slots.Exists(slot => slot.Completed.Count > 0), TimeSpan.FromSeconds(10)), "sound begins");
        var from = world.Now;
        world.RunFor(TimeSpan.FromSeconds(30));
        return Delivery.Of(host.Microphone, listener.Audio, from, world.Now - TimeSpan.FromSeconds(1)).Within(Limit);
    }

    private static void ExpectOrder(World world, SlotReceiver slot)
    {
        long? timestamp = null;
        foreach (var packet in slot.Packets.Values)
        {
            world.Expect(timestamp is not { } before || unchecked((int)(packet.Timestamp - (uint)before)) > 0, "numbers and timestamps rise together");
            timestamp = packet.Timestamp;
        }
    }
}
