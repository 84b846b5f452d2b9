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

    [Fact]
    public void An_association_at_rest_holds_little_memory()
    {
        const int Pairs = 200;
        ConnectPairs(100);
        var before = ResidentBytes();
        var held = new List<DtlsPair>();
        for (var i = 0; i < Pairs; i++)
        {
            held.Add(new DtlsPair(_factory, _factory));
            Assert.True(held[^1].RunUntil(() => held[^1].BothConnected));
            held[^1].Client.Rest();
            held[^1].Server.Rest();
        }

        var each = (ResidentBytes() - before) / (2 * Pairs);
        held.ForEach(pair => pair.Dispose());
        TestContext.Current.TestOutputHelper!.WriteLine($"{each} bytes each");

        // With all that OpenSSL keeps it was 46 KB. What the process gained otherwise, code compiled meanwhile above all, counts as well.
        Assert.InRange(each, long.MinValue, 28 * 1024);
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
