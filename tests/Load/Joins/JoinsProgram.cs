using System.Globalization;
using System.Text.Json;
using Serverless.Load.Rest;

namespace Serverless.Load.Joins;

/// <summary>The command <c>joins</c>, from its arguments to its exit code.</summary>
internal static class JoinsProgram
{
    public const string Name = "joins";

    /// <returns>0; 1: a threshold was missed; 2: the arguments are wrong; 3: it could not run; 130: interrupted.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(JoinsOptions.Help);
            return 0;
        }

        try
        {
            var options = JoinsOptions.Parse(arguments);
            var report = await new JoinsCommand(options, TimeProvider.System, Console.Out).RunAsync(cancellation);
            Console.WriteLine(Summary(report));
            if (options.JsonFile is { } file)
            {
                await File.WriteAllBytesAsync(
                    file, JsonSerializer.SerializeToUtf8Bytes(report, LoadJson.Default.JoinsReport), cancellation);
            }

            foreach (var threshold in options.Required)
            {
                Console.WriteLine(threshold.Describe(report));
            }

            return options.Required.All(threshold => threshold.IsKept(report)) ? 0 : 1;
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync($"{problem.Message} See joins --help.");
            return 2;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception problem) when (problem is RestFailure or HttpRequestException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 3;
        }
    }

    private static string Summary(JoinsReport report) => string.Create(CultureInfo.InvariantCulture, $"""

        {report.Tables}: {report.JoinsPerSecond:F0} joins/s, {report.Joins} joins, {report.Errors} errors{(report.LastError is { } last ? $" (last: {last})" : "")}
        time of a join   p50 {report.P50:F1} ms, p90 {report.P90:F1} ms, p99 {report.P99:F1} ms, worst {report.Worst:F1} ms
        control plane    {report.CpuMilliseconds:F2} ms of CPU per join, {report.ResidentMegabytes:F0} MB
        this machine     {report.BusyPercent:F0} % busy, {report.StealPercent:F1} % taken by others
        """);
}
