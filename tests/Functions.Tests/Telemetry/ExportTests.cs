using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tests.Telemetry;

/// <summary>The process with a collector beside it: what leaves, and what must not.</summary>
public sealed class ExportTests
{
    private const string InviteCode = "sekr-etco-de99";

    [Fact]
    public async Task Spans_and_metrics_leave_by_route_and_without_what_opens_doors_or_names_people()
    {
        await using var collector = await Collector.StartAsync();
        var folder = Directory.CreateTempSubdirectory("telemetry-").FullName;
        try
        {
            var port = FreePort();
            using var process = Start(folder, port, collector.Endpoint);
            await ListeningAsync(process, port);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Persons-Browser/1.0");
            using var refused = await client.PostAsync($"/v2/invites/{InviteCode}/exchange?secret={InviteCode}", null);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

            // What has gathered is sent when the process ends.
            using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

            Assert.Contains("v2/invites/{code}/exchange", collector.Received("/v1/traces"), StringComparison.Ordinal);
            Assert.Contains("serverless.problems", collector.Received("/v1/metrics"), StringComparison.Ordinal);
            Assert.Contains("invite_not_found", collector.Received("/v1/metrics"), StringComparison.Ordinal);
            foreach (var secret in (string[])[InviteCode, "Persons-Browser", new string('k', 32)])
            {
                Assert.DoesNotContain(secret, collector.Received(), StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder, int port, string collector)
    {
        var start = new ProcessStartInfo("dotnet", typeof(FunctionsOptions).Assembly.Location)
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in ((string, string)[])
        [
            ("FUNCTIONS_CUSTOMHANDLER_PORT", $"{port}"),
            ("SERVERLESS_DATA_PATH", folder),
            ("SERVERLESS_PUBLIC_URL", "https://live.example"),
            ("SERVERLESS_WORKER_KEY", new string('k', 32)),
            ("SERVERLESS_PUBSUB_CONNECTION_STRING", "Endpoint=http://localhost:8081;AccessKey=k;"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task ListeningAsync(Process process, int port)
    {
        // Read on after the line, or a full pipe would stop the process.
        var listening = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains($"127.0.0.1:{port}", StringComparison.Ordinal) != false)
            {
                listening.TrySetResult(line.Data is not null);
            }
        };
        process.BeginOutputReadLine();
        Assert.True(await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)), "The process ended.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Takes OTLP over HTTP and keeps it as text: protobuf leaves strings readable.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<(string Path, string Text)> _received = [];

        private Collector(WebApplication app) => _app = app;

        public string Endpoint => _app.Urls.Single();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector._app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                collector._received.Enqueue((http.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
                http.Response.ContentType = "application/x-protobuf";
            });
            await collector._app.StartAsync();
            return collector;
        }

        public string Received(string? path = null) =>
            string.Concat(_received.Where(sent => path is null || sent.Path == path).Select(sent => sent.Text));

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }
}
