using System.Diagnostics;
using Serverless.Interop.OpenSsl;

namespace Serverless.Interop.Tests.OpenSsl;

/// <summary>Alone in the process while it runs: it reads the size of the whole process.</summary>
[CollectionDefinition(nameof(DtlsMemoryTests), DisableParallelization = true)]
[Collection(nameof(DtlsMemoryTests))]
public sealed class DtlsMemoryTests : IDisposable
{
    private readonly OpenSslDtlsFactory _factory = new(TimeProvider.System);

    public void Dispose() => _factory.Dispose();

    [Fact]
    public void Hundreds_of_handshakes_leave_no_memory_behind()
    {
        ConnectPairs(100);
        var before = ResidentBytes();

        ConnectPairs(400);

        // One leaked association would hold about 40 KB: 800 of them 32 MB.
        Assert.InRange(ResidentBytes() - before, long.MinValue, 8L << 20);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private void ConnectPairs(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var pair = new DtlsPair(_factory, _factory);
            Assert.True(pair.RunUntil(() => pair.BothConnected));
        }
    }
}
