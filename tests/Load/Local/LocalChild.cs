using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Load.Rest;

namespace Serverless.Load.Local;

/// <summary>A whole system as a child of the generator: functions in one process, the worker in another, on loopback.</summary>
internal sealed class LocalChild : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _folder;

    private LocalChild(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    public Uri Address { get; private set; } = new("http://localhost");

    public ApiKey Key { get; private set; } = new("", "");

    public int WorkerProcess { get; private set; }

    public Uri? WorkerAddress { get; private set; }

    /// <exception cref="InvalidOperationException">It did not start; the message says what it printed.</exception>
    public static async Task<LocalChild> StartAsync(int shards, int capacity, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("serverless-load-").FullName;
        var start = new ProcessStartInfo(Program())
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--port", "0", "--udp-port", "0", "--tcp-port", "0", "--apart", "--data", folder, "--no-web-build",
                "--shards", $"{shards}", "--capacity", $"{capacity}",
            },
        };

        // As a deployed worker has it (mediaworker/Worker/Worker.csproj).
        start.Environment["DOTNET_TieredCompilation"] = "0";
        var child = new LocalChild(
            Process.Start(start) ?? throw new InvalidOperationException("The local system did not start."), folder);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(StartLimit);
            await child.ReadAddressAsync(limit.Token);
            await child.ReadKeyAsync(limit.Token);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a service manager stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Built beside this program: artifacts/bin/{project}/{configuration}.</summary>
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Local", own.Name, "Serverless.Local");
        return File.Exists(program) ? program : throw new InvalidOperationException($"{program} is missing; build the solution.");
    }

    private async Task ReadAddressAsync(CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (Uri.TryCreate(line.Trim(), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp)
            {
                Address = address;
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException("The local system did not start.");
    }

    private async Task ReadKeyAsync(CancellationToken cancellation)
    {
        var tenant = await File.ReadAllBytesAsync(Path.Combine(_folder, "development-tenant.json"), cancellation);
        Key = JsonSerializer.Deserialize(tenant, LoadJson.Default.ApiKey)!;
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Add("X-Local-Control", "load");
        var workers = await http.GetFromJsonAsync("local/workers", LoadJson.Default.LocalWorkerArray, cancellation);
        (WorkerProcess, WorkerAddress) = (workers!.Single().ProcessId, workers![0].Url);
    }
}
