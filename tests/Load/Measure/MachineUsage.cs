using System.Globalization;

namespace Serverless.Load.Measure;

/// <summary>Ticks of all processors since boot (proc(5), /proc/stat).</summary>
/// <param name="Busy">In use by anybody on this machine.</param>
/// <param name="Steal">Wanted, but given to other machines on the same host.</param>
/// <param name="Total">All there was.</param>
internal readonly record struct MachineUsage(long Busy, long Steal, long Total)
{
    public static MachineUsage Read()
    {
        using var file = new StreamReader("/proc/stat");
        var ticks = file.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var (idle, waiting, steal) = (ticks[3], ticks[4], ticks[7]);
        var total = ticks.Sum();
        return new MachineUsage(total - idle - waiting - steal, steal, total);
    }

    public double BusyShareSince(MachineUsage before) => Share(Busy - before.Busy, Total - before.Total);

    public double StealShareSince(MachineUsage before) => Share(Steal - before.Steal, Total - before.Total);

    private static double Share(long part, long whole) => whole <= 0 ? 0 : (double)part / whole;
}
