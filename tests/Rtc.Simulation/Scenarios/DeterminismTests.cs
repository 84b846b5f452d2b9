using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class DeterminismTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_seed_is_one_history_and_another_seed_another(int seed)
    {
        var (first, count) = Run(seed);
        output.WriteLine($"seed {seed}: {count} events, {first}");
        Assert.Equal(first, Run(seed).Hash);
        Assert.NotEqual(first, Run(seed + 100).Hash);
    }

    private static (string Hash, int Count) Run(int seed)
    {
        using var world = new World(seed);
        var link = new Netem
        {
            Latency = TimeSpan.FromMilliseconds(20),
            Jitter = TimeSpan.FromMilliseconds(15),
            Loss = 0.03,
            Burst = new BurstLoss(0.002, 0.2),
            Reorder = 0.02,
            ReorderDelay = TimeSpan.FromMilliseconds(5),
            Duplicate = 0.01,
            Rate = Units.Bitrate.Kilobits(5_000),
        };
        world.Join(ClientSettings.Host("host").Over(link));
        world.Join(ClientSettings.Viewer("viewer").Over(link));
        world.After(TimeSpan.FromSeconds(2), () => world.Join(ClientSettings.Host("second").Over(link)));
        world.RunFor(TimeSpan.FromSeconds(8));
        return (world.Log.Hash, world.Log.Count);
    }
}
