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
        _stage.PublishFrame(FramePackets, keyFrame: false);
        return _stage.Delivered;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        if (_stage.Delivered == 0)
        {
            throw new InvalidOperationException("Nothing was delivered, so nothing was measured.");
        }

        _stage.Dispose();
    }
}
