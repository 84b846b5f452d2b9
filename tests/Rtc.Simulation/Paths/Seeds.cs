using System.Globalization;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>How many seeds a scenario of a path runs with: three, or as many as SIMULATION_SEEDS says when the estimator is worked on.</summary>
internal static class Seeds
{
    public static IEnumerable<int> All => Enumerable.Range(
        1,
        int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SEEDS"), CultureInfo.InvariantCulture, out var count) ? count : 3);
}
