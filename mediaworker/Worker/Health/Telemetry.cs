using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Serverless.Worker.Health;

/// <summary>The worker's meters for operators: scraped at /metrics, and sent where the environment names a collector.</summary>
internal static class Telemetry
{
    private static readonly string[] Meters = ["Serverless.Worker", "System.Runtime"];

    /// <param name="workerId">Tells this worker's numbers from the others'.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, string workerId)
    {
        var telemetry = services.AddOpenTelemetry().ConfigureResource(
            resource => resource.AddService("mediaworker", serviceInstanceId: workerId));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters).AddPrometheusExporter();

            // The exporter reads this and its other variables itself; without one it would try the local host for ever.
            if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
            {
                metrics.AddOtlpExporter();
            }
        });
        return services;
    }
}
