using System.Globalization;

namespace Serverless.Rtc.Simulation.Paths;

/// <summary>
/// The seeds that a scenario of a path runs with: 1 to 3, and those that once found something. Whoever works on the estimator
/// sets SIMULATION_SEEDS to a number for more of them, or, as 7-7, to a range.
/// </summary>
internal static class Seeds
{
    public static IEnumerable<int> All => With();

    /// <param name="found">Seeds with which the scenario failed once; where it names them it says of what.</param>
    public static IEnumerable<int> With(params int[] found)
    {
        if (Environment.GetEnvironmentVariable("SIMULATION_SEEDS") is not { } asked)
        {
            return [1, 2, 3, .. found];
        }

        var wanted = asked.Split('-');
        var first = wanted.Length > 1 ? int.Parse(wanted[0], CultureInfo.InvariantCulture) : 1;
        return Enumerable.Range(first, int.Parse(wanted[^1], CultureInfo.InvariantCulture) - first + 1);
    }
}
