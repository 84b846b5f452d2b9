using System.Globalization;

namespace Serverless.Load.Measure;

/// <summary>What a process used so far, out of /proc (proc(5)).</summary>
/// <param name="Cpu">User and system time of all threads.</param>
/// <param name="ResidentBytes">Memory it has now.</param>
/// <param name="Threads">How many it has now.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes, int Threads)
{
    /// <summary>USER_HZ, which Linux shows to programs on every architecture that .NET runs on.</summary>
    private const int TicksPerSecond = 100;

    /// <returns>Null when there is no such process.</returns>
    public static ProcessUsage? Read(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");

            // The name in parentheses may contain anything; the third field follows the last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = Number(fields[11]) + Number(fields[12]);
            return new ProcessUsage(
                TimeSpan.FromSeconds((double)ticks / TicksPerSecond),
                Number(fields[21]) * Environment.SystemPageSize,
                (int)Number(fields[17]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
