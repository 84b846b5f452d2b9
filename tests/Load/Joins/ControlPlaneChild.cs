using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Serverless.Load.Joins;

/// <summary>Functions as the Functions host starts them: a process of its own, told by its environment where to listen.</summary>
internal sealed class ControlPlaneChild : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ControlPlaneChild(Process process, string folder, Uri url)
    {
        _process = process;
        _folder = folder;
        Url = url;
    }

    public Uri Url { get; }

    public int ProcessId => _process.Id;

    public const string ApiKey = "load";

    public static string Secret { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public static string WorkerKey { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <param name="published">A folder that was published; null: what was built beside this program.</param>
    /// <param name="tables">A connection string; null: SQLite in a folder of its own.</param>
    /// <param name="cancellation">Of the start.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message says what it printed.</exception>
    public static async Task<ControlPlaneChild> StartAsync(string? published, string? tables, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("serverless-joins-").FullName;
        var port = FreePort();
        var start = new ProcessStartInfo(Program(published)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        start.Environment["SERVERLESS_PUBLIC_URL"] = "https://live.example";
        start.Environment["SERVERLESS_WORKER_KEY"] = WorkerKey;
        start.Environment["SERVERLESS_PUBSUB_CONNECTION_STRING"] = "Endpoint=http://localhost:8081;AccessKey=load;";
        start.Environment["SERVERLESS_DEVELOPMENT_API_KEY"] = ApiKey;
        start.Environment["SERVERLESS_DEVELOPMENT_SECRET"] = Secret;
        start.Environment[tables is null ? "SERVERLESS_DATA_PATH" : "SERVERLESS_TABLES_CONNECTION_STRING"] = tables ?? folder;
        foreach (var limit in (string[])["TENANT_RATE", "TENANT_BURST", "ADDRESS_RATE", "ADDRESS_BURST"])
        {
            start.Environment[$"SERVERLESS_{limit}"] = "1000000";
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("Functions did not start.");
        var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var child = new ControlPlaneChild(process, folder, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            if (!await child.AnswersAsync(limit.Token))
            {
                throw new InvalidOperationException($"Functions did not start. {await said} {await complained}");
            }

            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = Url };
        while (!_process.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri("/v2/health/ready", UriKind.Relative), cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }

        return false;
    }

    /// <summary>Built beside this program: artifacts/bin/{project}/{configuration}.</summary>
    private static string Program(string? published)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var folder = published ?? Path.Combine(own.Parent!.Parent!.FullName, "Functions", own.Name);
        var program = Path.Combine(folder, "Serverless.Functions");
        return File.Exists(program) ? program : throw new InvalidOperationException($"{program} is missing; build it first.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
