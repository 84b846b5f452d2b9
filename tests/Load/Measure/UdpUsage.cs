using System.Globalization;

namespace Serverless.Load.Measure;

/// <summary>UDP messages of this machine's network namespace since boot (proc(5), /proc/net/snmp).</summary>
/// <param name="Sent">A message that the kernel cuts up (UDP_SEGMENT) counts once.</param>
/// <param name="Received">Each packet.</param>
internal readonly record struct UdpUsage(long Sent, long Received)
{
    public static UdpUsage Read()
    {
        var lines = File.ReadLines("/proc/net/snmp").Where(line => line.StartsWith("Udp:", StringComparison.Ordinal)).ToArray();
        var names = lines[0].Split(' ');
        var values = lines[1].Split(' ');
        return new UdpUsage(Value("OutDatagrams"), Value("InDatagrams"));

        long Value(string name) => long.Parse(values[Array.IndexOf(names, name)], CultureInfo.InvariantCulture);
    }

    /// <summary>Packets that one message carried, on average.</summary>
    public double PacketsPerMessageSince(UdpUsage before) =>
        (double)(Received - before.Received) / Math.Max(1, Sent - before.Sent);
}
