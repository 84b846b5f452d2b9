using Serverless.Interop.Linux;
using Serverless.Load.Measure;

namespace Serverless.Load.Limit;

/// <summary>One contestant's turn: some seconds of traffic, and what its process paid for it.</summary>
/// <param name="Microseconds">CPU per packet that viewers received.</param>
/// <param name="PacketsPerSecond">Received by viewers.</param>
/// <param name="PacketsPerMessage">Of all UDP on the machine: how well packets were put together for the kernel to cut up.</param>
internal readonly record struct LimitTurn(double Microseconds, double PacketsPerSecond, double PacketsPerMessage)
{
    /// <summary>Until the traffic flows evenly, and at the end until the last packet is there.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public static async Task<LimitTurn> MeasureAsync(
        int process, Func<long> received, Action<bool> play, TimeSpan time, CancellationToken cancellation)
    {
        play(true);
        await Task.Delay(Pause, cancellation);
        var (cpu, packets, messages) = (ProcessClock.ReadNanoseconds(process), received(), UdpUsage.Read());
        await Task.Delay(time, cancellation);
        cpu = ProcessClock.ReadNanoseconds(process) - cpu;
        packets = received() - packets;
        var perMessage = UdpUsage.Read().PacketsPerMessageSince(messages);
        play(false);
        await Task.Delay(Pause, cancellation);
        return new LimitTurn(cpu / 1000.0 / Math.Max(1, packets), packets / time.TotalSeconds, perMessage);
    }
}
