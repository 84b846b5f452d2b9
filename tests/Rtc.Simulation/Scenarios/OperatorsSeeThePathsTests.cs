using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class OperatorsSeeThePathsTests(ITestOutputHelper output) : Scenario(output)
{
    [Theory]
    [InlineData(1)]
    public void The_engine_s_totals_tell_round_trips_losses_and_the_layers_that_are_shown(int seed)
    {
        using var world = new World(seed, shards: 1);
        var host = world.Join(ClientSettings.SimulcastHost("host").Over(Netem.WithRoundTrip(TimeSpan.FromMilliseconds(300))));
        var near = world.Join(ClientSettings.Viewer("near").Over(Netem.WithRoundTrip(TimeSpan.FromMilliseconds(10))));
        var lossy = world.Join(ClientSettings.Viewer("lossy") with
        {
            Down = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(10)) with { Loss = 0.2 },
            Up = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(10)),
        });
        Settle(world, host, near, lossy);
        world.RunFor(TimeSpan.FromSeconds(10));

        var totals = world.Server.Shards[0].Engine.Totals();
        world.Expect(totals.ParticipantsByRoundTrip.SequenceEqual([2, 0, 0, 0, 1, 0]), "two are near, one is 300 ms away");
        world.Expect(totals.ViewersByLoss[0] == 1 && totals.ViewersByLoss[^1] == 1, "one path loses nothing, one a fifth");
        world.Expect(totals.Pictures.Values.Sum() == 2, "each viewer has a slot for the one picture");
        world.Expect(
            totals.Pictures.Keys.All(static layers => layers is { Target: >= 0, Current: >= 0 }), "and shows some layer of it");
        var freezes = new[] { "near", "lossy" }.Sum(key => world.Server.Shards[0].Engine.Stats(world.Now, key)!.Slots.Sum(slot => slot.Freezes));
        world.Expect(totals.Freezes == freezes, "freezes are those of all");
        world.Expect(totals.Pictures.ContainsKey(new PictureLayers(2, 2)), "on a good path the best");
    }
}
