using Serverless.Rtc.Peer;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>The ciphers of the simulation fail any test in which two packets share a nonce; these provoke it.</summary>
public sealed class NoNonceTwiceTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_late_original_and_its_retransmission_are_forwarded_once(int seed)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with
        {
            Reorder = 0.05,
            ReorderDelay = TimeSpan.FromMilliseconds(150),
        };
        var host = world.Join(ClientSettings.Host("host") with { Up = link });
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(10));
        Measured(world, "late originals after a repair", "> 20", world.Server.Drops(DropReason.Replayed));
        world.Expect(world.Server.Drops(DropReason.Replayed) > 20, "both came");
        world.Expect(viewer.Drops[DropReason.Replayed] == 0 && viewer.Video.Duplicates == 0, "the viewer got one of them");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_slot_that_rests_and_wakes_goes_on_in_its_stream(int seed)
    {
        using var world = new World(seed);
        var host = world.Join(ClientSettings.Host("host"));
        var viewer = world.Join(ClientSettings.Viewer("viewer"));
        Settle(world, host, viewer);
        for (var turn = 0; turn < 3; turn++)
        {
            viewer.WantSlots(2, 0);
            world.RunFor(TimeSpan.FromSeconds(1));
            var pictures = viewer.Video.Completed.Count;
            world.RunFor(TimeSpan.FromSeconds(1));
            world.Expect(viewer.Video.Completed.Count == pictures, "no picture while the slot rests");
            viewer.WantSlots(2, 2);
            world.Expect(
                world.RunUntil(() => viewer.Video.Completed.Count > pictures, TimeSpan.FromSeconds(2)), "pictures after it wakes");
        }

        Measured(world, "packets that the viewer took for replays", 0, viewer.Drops[DropReason.Replayed]);
        world.Expect(viewer.Drops[DropReason.Replayed] + viewer.Drops[DropReason.NotAuthentic] == 0, "all fresh, all authentic");
        ExpectSeamless(world, viewer.Video);
    }
}
