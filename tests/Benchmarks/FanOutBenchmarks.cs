using BenchmarkDotNet.Attributes;

namespace Serverless.Benchmarks;

/// <summary>
/// A frame of eight packets from one publisher to many viewers, through the whole core: unprotect, history, rewrite, protect.
/// The sockets are left out; the time is per delivered packet.
/// </summary>
[MemoryDiagnoser]
public class FanOutBenchmarks
{
    private const int FramePackets = 8;

    private Stage _stage = null!;

    [Params(ViewerCount)]
    public int Viewers { get; set; }

    private const int ViewerCount = 200;

    [GlobalSetup]
    public void Setup() => _stage = new Stage(Viewers);

    [Benchmark(OperationsPerInvoke = FramePackets * ViewerCount)]
    public long Frame()
    {
        var before = _stage.Delivered;
        _stage.PublishFrame(FramePackets, keyFrame: false);
        var delivered = _stage.Delivered - before;
        return delivered == FramePackets * Viewers
            ? delivered
            : throw new InvalidOperationException($"{delivered} packets were delivered; the measurement would be void.");
    }

    [GlobalCleanup]
    public void Cleanup() => _stage.Dispose();
}
