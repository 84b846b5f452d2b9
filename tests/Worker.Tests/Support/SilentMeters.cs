using System.Diagnostics.Metrics;

namespace Serverless.Worker.Tests.Support;

internal sealed class SilentMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
