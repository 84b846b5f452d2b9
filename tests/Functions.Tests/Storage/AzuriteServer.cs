using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

/// <summary>Microsoft's emulator of Azure Tables as a process of its own, in memory, at a port of its own.</summary>
public sealed class AzuriteServer : IAsyncLifetime
{
    // Published by Microsoft for every emulator.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const int MaxStarts = 5;

    private static int _prefixes;

    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var script = Path.Combine(FindFolder(), "node_modules", "azurite", "dist", "src", "table", "main.js");
        Assert.True(File.Exists(script), "Azurite is missing. Run `npm ci` in tests/Azurite; ./dev test does it.");
        for (var i = 0; i < MaxStarts; i++)
        {
            // Between looking for a free port and taking it somebody else may have it.
            if (await TryStartAsync(script, FreePort()))
            {
                return;
            }
        }

        Assert.Fail("Azurite does not start. Try it: node " + script);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Tables that no other test sees.</summary>
    internal ITableStore NewStore(Action<TableClientOptions>? change = null)
    {
        var options = AzureTableStore.Options();
        // One small process beside all other tests answers when it can; no test is about how fast.
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(2);
        change?.Invoke(options);
        return new AzureTableStore(ConnectionString, options, $"t{Interlocked.Increment(ref _prefixes)}");
    }

    private async Task<bool> TryStartAsync(string script, int port)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                script, "--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--inMemoryPersistence",
                "--skipApiVersionCheck", "--disableTelemetry", "--silent",
            },
        };
        var process = Process.Start(start)!;
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Both are read for as long as it runs: a full pipe would stop it.
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("successfully started", StringComparison.Ordinal) != false)
            {
                started.TrySetResult(line.Data is not null);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!await started.Task)
        {
            await process.WaitForExitAsync();
            process.Dispose();
            return false;
        }

        _process = process;
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};";
        return true;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "Azurite");
            if (File.Exists(Path.Combine(candidate, "package.json")))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/Azurite is above none of the test's folders.");
    }
}

[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteServer>
{
    public const string Name = "azurite";
}
