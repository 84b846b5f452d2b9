using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Serverless.Load.Joins;

/// <summary>Microsoft's emulator of Azure Tables (tests/Azurite, from npm), in memory.</summary>
internal sealed class AzuriteChild : IAsyncDisposable
{
    // Published by Microsoft for every emulator.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process _process;

    private AzuriteChild(Process process, int port)
    {
        _process = process;
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};";
    }

    public string ConnectionString { get; }

    /// <exception cref="InvalidOperationException">It is not installed or does not start.</exception>
    public static async Task<AzuriteChild> StartAsync(CancellationToken cancellation)
    {
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Script(), "--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--inMemoryPersistence",
                "--skipApiVersionCheck", "--disableTelemetry", "--silent",
            },
        }) ?? throw new InvalidOperationException("node did not start.");
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Contains("successfully started", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new AzuriteChild(process, port);
            }
        }

        throw new InvalidOperationException("Azurite does not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(
                folder.FullName, "tests", "Azurite", "node_modules", "azurite", "dist", "src", "table", "main.js");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new InvalidOperationException("Azurite is missing: run `npm ci` in tests/Azurite.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
