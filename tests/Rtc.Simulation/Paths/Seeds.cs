using System.Globalization;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>
/// The seeds that a scenario of a path runs with: 1 to 3. Whoever works on the estimator sets SIMULATION_SEEDS to a number for
/// more of them, or, as 7-7, to a range.
/// </summary>
internal static class Seeds
{
    public static IEnumerable<int> All
    {
        get
        {
            var wanted = (Environment.GetEnvironmentVariable("SIMULATION_SEEDS") ?? "3").Split('-');
            var first = wanted.Length > 1 ? int.Parse(wanted[0], CultureInfo.InvariantCulture) : 1;
            return Enumerable.Range(first, int.Parse(wanted[^1], CultureInfo.InvariantCulture) - first + 1);
        }
    }
}
