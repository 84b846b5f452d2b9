using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tests.Support;

/// <summary>The control plane as the Functions host starts it: a process of its own, on the real clock.</summary>
internal sealed class FunctionsProcess : IAsyncDisposable
{
    private readonly Process _process;

    private FunctionsProcess(Process process, int port)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public HttpClient Client { get; }

    /// <param name="folder">Of the tables.</param>
    /// <param name="apiKey">Of its first tenant.</param>
    /// <param name="secret">That tenant's.</param>
    /// <param name="workerKey">Shared with workers.</param>
    public static async Task<FunctionsProcess> StartAsync(
        string folder, string apiKey, string secret, string workerKey)
    {
        var port = FreePort();
        var process = Launch(new()
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}",
            ["SERVERLESS_DATA_PATH"] = folder,
            ["SERVERLESS_PUBLIC_URL"] = "https://live.example",
            ["SERVERLESS_WORKER_KEY"] = workerKey,
            ["SERVERLESS_PUBSUB_CONNECTION_STRING"] = "Endpoint=http://localhost:8081;AccessKey=k;",
            ["SERVERLESS_DEVELOPMENT_API_KEY"] = apiKey,
            ["SERVERLESS_DEVELOPMENT_SECRET"] = secret,
            ["SERVERLESS_WEBHOOK_ALLOWED_NETWORKS"] = "127.0.0.0/8",
            ["SERVERLESS_TENANT_RATE"] = "100000",
            ["SERVERLESS_TENANT_BURST"] = "100000",
            ["SERVERLESS_ADDRESS_RATE"] = "100000",
            ["SERVERLESS_ADDRESS_BURST"] = "100000",
        });
        var started = new FunctionsProcess(process, port);
        try
        {
            await ListeningAsync(process, port);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>With its outputs redirected: who starts it has to read them, or it may stop at a full pipe.</summary>
    public static Process Launch(Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", typeof(FunctionsOptions).Assembly.Location)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>As kill -9 does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Client.Dispose();
    }

    private static async Task ListeningAsync(Process process, int port)
    {
        var listening = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains($"127.0.0.1:{port}", StringComparison.Ordinal) != false)
            {
                listening.TrySetResult(line.Data is not null);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Assert.True(await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)), "The process ended.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
