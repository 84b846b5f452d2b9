namespace Serverless.Functions.Tests.Support;

/// <summary>A host and a worker for each test.</summary>
public abstract class HostedTests : IAsyncLifetime
{
    private FunctionsHost? _host;
    private FakeWorker? _worker;

    internal FunctionsHost Host => _host!;

    internal FakeWorker Worker => _worker!;

    public async ValueTask InitializeAsync()
    {
        _host = await FunctionsHost.StartAsync();
        _worker = await _host.StartWorkerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Worker.DisposeAsync();
        await Host.DisposeAsync();
    }
}
