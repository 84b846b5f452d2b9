using System.Globalization;

namespace Serverless.Load.Joins;

/// <summary>A bound that a run must keep.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Bound">The least of joins per second, the most of all else.</param>
internal sealed record JoinsThreshold(string Name, double Bound)
{
    private const string Least = "joins-per-second";

    private static readonly string[] Names = [Least, "p50", "p99", "errors"];

    /// <exception cref="FormatException">With a message for people.</exception>
    public static JoinsThreshold Parse(string text)
    {
        var parts = text.Split('=');
        return parts.Length == 2
            && Names.Contains(parts[0])
            && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var bound)
                ? new JoinsThreshold(parts[0], bound)
                : throw new FormatException($"--require takes NAME=NUMBER with one of: {string.Join(", ", Names)}.");
    }

    public bool IsKept(JoinsReport report) => Name == Least ? ValueIn(report) >= Bound : ValueIn(report) <= Bound;

    public string Describe(JoinsReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsKept(report) ? "kept  " : "MISSED")} {Name}: {ValueIn(report):F1}, {(Name == Least ? "at least" : "at most")} {Bound}");

    private double? ValueIn(JoinsReport report) => Name switch
    {
        Least => report.JoinsPerSecond,
        "p50" => report.P50,
        "p99" => report.P99,
        _ => report.Errors,
    };
}
