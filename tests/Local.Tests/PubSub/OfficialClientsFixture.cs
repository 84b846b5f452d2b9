using System.Diagnostics;
using System.Text.Json;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>Runs Microsoft's npm packages under Node.js once and keeps the result of each case.</summary>
public sealed class OfficialClientsFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string?> _errors = [];

    public IReadOnlyCollection<string> Cases => _errors.Keys;

    /// <summary>Null for a case that passed.</summary>
    public string? ErrorOf(string name) =>
        _errors.TryGetValue(name, out var error) ? error : $"conformance.mjs did not report '{name}'.";

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(RepositoryRoot(), "tests", "Local.Tests", "PubSub", "conformance");
        if (IsOlder(Path.Combine(folder, "node_modules", ".package-lock.json"), Path.Combine(folder, "package-lock.json")))
        {
            await RunAsync(folder, "npm", ["ci", "--no-audit", "--no-fund"]);
        }

        await using var host = await EmulatorHost.StartAsync();
        string[] arguments = ["conformance.mjs", host.Endpoint.OriginalString, PubSubEmulatorOptions.DefaultAccessKey];
        var output = await RunAsync(folder, "node", arguments);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var result = JsonDocument.Parse(line);
            var name = result.RootElement.GetProperty("case").GetString()!;
            _errors[name] = result.RootElement.GetProperty("ok").GetBoolean()
                ? null
                : result.RootElement.GetProperty("error").GetString();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What is installed is not there, or is of an older lock file.</summary>
    private static bool IsOlder(string installed, string wanted) =>
        File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(wanted);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} failed: {await errors}");
        return await output;
    }
}
