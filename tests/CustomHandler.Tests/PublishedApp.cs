using System.Diagnostics;
using Serverless.CustomHandler.Tests.Host;

namespace Serverless.CustomHandler.Tests;

/// <summary>
/// functions/ as <c>dotnet publish</c> makes it, once for all tests; a second time costs seconds. The framework is not compiled anew
/// into one image with it: that takes minutes and changes nothing but the time of a start.
/// </summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Folder { get; } = Path.Combine(Repository, "artifacts", "functions-app", "app");

    internal FunctionsApp App => FunctionsApp.Load(Folder);

    internal static string Repository { get; } = FindRepository();

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(Repository, "functions", "Functions.csproj"), "--configuration", "Release",
                // A build of its own: what another kind of publish left behind would end up between these files.
                "--artifacts-path", Path.Combine(Repository, "artifacts", "functions-app"), "--output", Folder,
                "-p:PublishReadyToRunComposite=false", "-p:RunAnalyzers=false", "-nodeReuse:false", "--verbosity", "quiet",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test runner's own build variables are not meant for another build.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"dotnet publish failed: {await output}{await errors}");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
