using System.Diagnostics;
using System.Text.RegularExpressions;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub.Standalone;

/// <summary>The emulator as a process of its own.</summary>
public sealed partial class PubSubCommandTests
{
    [Fact]
    public async Task It_prints_its_connection_string_and_answers()
    {
        using var process = Start("--port", "0");
        try
        {
            var said = await ReadLineAsync(process);
            var endpoint = ConnectionString().Match(said ?? string.Empty).Groups["endpoint"].Value;
            using var http = new HttpClient();

            using var response = await http.GetAsync(new Uri(new Uri(endpoint), "/api/health"));

            Assert.True(response.IsSuccessStatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(1, "--port", "0", "--key", "short")]
    [InlineData(2, "--nonsense")]
    public async Task It_ends_with_a_code_that_tells(int expected, params string[] arguments)
    {
        using var process = Start(arguments);
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(expected, process.ExitCode);
        Assert.Equal(expected != 0, complained.Length > 0);
        Assert.DoesNotContain("   at ", complained + await said, StringComparison.Ordinal);
    }

    [GeneratedRegex("Endpoint=(?<endpoint>http://[^;]+);AccessKey=[^;]+;Version=1.0;")]
    private static partial Regex ConnectionString();

    private static async Task<string?> ReadLineAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await process.StandardOutput.ReadLineAsync(limit.Token);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PubSubEmulator).Assembly.Location, "pubsub", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
