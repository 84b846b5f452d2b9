using Serverless.Interop.Linux;
using Serverless.Load.Handshakes;
using Serverless.Load.Measure;

namespace Serverless.Load.Tests;

public sealed class MeasureTests
{
    [Fact]
    public void Allocated_bytes_are_read_from_the_worker_s_metrics()
    {
        const string Text = """
            # TYPE dotnet_gc_heap_total_allocated_bytes_total counter
            # UNIT dotnet_gc_heap_total_allocated_bytes_total bytes
            dotnet_gc_heap_total_allocated_bytes_total{otel_scope_name="System.Runtime"} 1234567 1763872000000
            """;

        Assert.Equal(1_234_567, WorkerMetrics.Parse(Text));
        Assert.Null(WorkerMetrics.Parse("dotnet_gc_collections_total 3"));
    }

    /// <summary>The lines are what OpenSSL 3.0's <c>speed -mr</c> printed.</summary>
    [Fact]
    public void A_handshake_s_arithmetic_is_a_signature_a_verification_and_two_agreements()
    {
        var speed = OpenSslSpeed.Parse("+F4:3:256:40000.000000:12500.000000\n+F5:22:253:25000.000000:0.000040\n");

        Assert.Equal(1 / (25e-6 + 80e-6 + 80e-6), speed.HandshakesPerSecond, 3);
        Assert.Throws<InvalidOperationException>(() => OpenSslSpeed.Parse("speed: unknown algorithm"));
    }

    [Fact]
    public void A_process_clock_counts_its_cpu_time()
    {
        var before = ProcessClock.ReadNanoseconds(Environment.ProcessId);
        var thread = ProcessClock.ReadThreadNanoseconds();

        while (ProcessClock.ReadThreadNanoseconds() - thread < 5_000_000)
        {
        }

        Assert.InRange(
            ProcessClock.ReadNanoseconds(Environment.ProcessId), before + 5_000_000, long.MaxValue);
        Assert.InRange(UdpUsage.Read().PacketsPerMessageSince(UdpUsage.Read()), 0, double.MaxValue);
    }
}
