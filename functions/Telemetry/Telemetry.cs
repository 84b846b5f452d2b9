using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Serverless.Functions.Telemetry;

/// <summary>
/// Traces, metrics and logs for whoever is named to listen: an OTLP collector by <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (and the other
/// variables of the OpenTelemetry specification), Azure Monitor by <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, or both. Without
/// either nothing of it runs.
/// </summary>
internal static class Telemetry
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string ServiceName = "serverless-functions";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var toCollector = !string.IsNullOrEmpty(builder.Configuration[Otlp]);
        var connection = builder.Configuration[AzureMonitor];
        if (!toCollector && string.IsNullOrEmpty(connection))
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                ServiceName, serviceInstanceId: builder.Configuration["WEBSITE_INSTANCE_ID"]))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(server => server.Filter = IsWorthATrace)
                .AddHttpClientInstrumentation()
                .AddProcessor(new PrivateSpans()))
            .WithMetrics(metrics => metrics
                .AddMeter(ControlPlaneMeter.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation())
            // Scopes hold the request's path, and paths hold codes and ids.
            .WithLogging(configureBuilder: null, logs => logs.IncludeScopes = false);
        if (toCollector)
        {
            telemetry.UseOtlpExporter();
        }

        if (!string.IsNullOrEmpty(connection))
        {
            telemetry
                .WithTracing(traces => traces.AddAzureMonitorTraceExporter(monitor => monitor.ConnectionString = connection))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(monitor => monitor.ConnectionString = connection))
                .WithLogging(logs => logs.AddAzureMonitorLogExporter(monitor => monitor.ConnectionString = connection));
        }
    }

    /// <summary>Not what hosts and load balancers poll.</summary>
    private static bool IsWorthATrace(HttpContext http) =>
        http.Request.Path != "/" && !http.Request.Path.StartsWithSegments("/v2/health");
}
