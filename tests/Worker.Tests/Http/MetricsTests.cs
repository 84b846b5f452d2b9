using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Http;

public sealed class MetricsTests
{
    private const string Scope = "otel_scope_name=\"Serverless.Worker\"";

    [Fact]
    public async Task Prometheus_reads_what_the_shards_do()
    {
        string[] expected =
        [
            "service_name=\"mediaworker\"",
            "service_instance_id=\"w-1\"",
            $"worker_transports{{{Scope}}} 0",
            $"worker_packets_total{{{Scope},direction=\"sent\"}} 0",
            $"worker_packets_dropped_total{{{Scope},reason=\"NotAuthentic\"}} 0",
            $"worker_messages_dropped_total{{{Scope},reason=",
            $"worker_viewers{{{Scope},estimate=\"above 5000 kbit/s\"}} 0",
            $"worker_roundtrips{{{Scope},roundtrip=\"up to 100 ms\"}} 0",
            $"worker_losses{{{Scope},loss=\"above 10 %\"}} 0",
            $"worker_freezes_total{{{Scope}}} 0",
        ];
        await using var worker = await WorkerProcess.StartAsync(withMedia: true);
        var metrics = await worker.GetAsync("/metrics");
        Assert.All(expected, line => Assert.Contains(line, metrics, StringComparison.Ordinal));
    }
}
