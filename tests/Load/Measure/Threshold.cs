using System.Globalization;

namespace Serverless.Load.Measure;

/// <summary>A bound that a run must keep.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Bound">The least or the most, as the name says.</param>
internal sealed record Threshold(string Name, double Bound)
{
    private static readonly Dictionary<string, Func<Report, double?>> Least = new()
    {
        ["delivered"] = report => report.Phases[^1].DeliveredPercent,
        ["kbps"] = report => report.Phases[^1].KbpsPerViewer,
        ["playing"] = report => 100.0 * report.Playing / Math.Max(1, report.Viewers),
        ["joins-per-second"] = report => report.JoinsPerSecond,
    };

    private static readonly Dictionary<string, Func<Report, double?>> Most = new()
    {
        ["delay-p50"] = report => report.Phases[^1].DelayP50,
        ["delay-p99"] = report => report.Phases[^1].DelayP99,
        ["delay-p999"] = report => report.Phases[^1].DelayP999,
        ["early-delay-p99"] = report => report.Phases.Max(phase => phase.EarlyDelayP99),
        ["first-frame-p50"] = report => report.FirstFrameP50,
        ["first-frame-p95"] = report => report.FirstFrameP95,
        ["first-frame-p99"] = report => report.FirstFrameP99,
        ["cpu-us"] = report => report.Phases[^1].WorkerMicrosecondsPerPacket,
        ["rss-kib"] = report => report.RssKibPerViewer,
        ["failed"] = report => report.Failed + report.JoinFailures,
    };

    public static IEnumerable<string> Names => Least.Keys.Concat(Most.Keys);

    /// <exception cref="FormatException">With a message for people.</exception>
    public static Threshold Parse(string text)
    {
        var parts = text.Split('=');
        return parts.Length == 2
            && Names.Contains(parts[0])
            && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var bound)
                ? new Threshold(parts[0], bound)
                : throw new FormatException($"--require takes NAME=NUMBER with one of: {string.Join(", ", Names)}.");
    }

    /// <summary>What was not measured was not kept.</summary>
    public bool IsKept(Report report) => Least.TryGetValue(Name, out var least)
        ? least(report) >= Bound
        : Most[Name](report) <= Bound;

    public string Describe(Report report)
    {
        var value = (Least.TryGetValue(Name, out var least) ? least : Most[Name])(report);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsKept(report) ? "kept  " : "MISSED")} {Name}: {value:F2}, {(least is null ? "at most" : "at least")} {Bound}");
    }
}
