using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Functions.Platform;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Platform;

/// <summary>The process and the files beside it, as the Functions host reads them.</summary>
public sealed class CustomHandlerTests
{
    private const string Secret = "a secret of at least 32 characters";

    private static readonly string Project = FindProject();

    [Fact]
    public void The_host_proxies_without_a_prefix()
    {
        var host = Read("host.json");

        Assert.Equal("", host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        var handler = host.GetProperty("customHandler");
        Assert.True(handler.GetProperty("enableProxyingHttpRequest").GetBoolean());
        Assert.Equal(
            typeof(FunctionsOptions).Assembly.GetName().Name,
            handler.GetProperty("description").GetProperty("defaultExecutablePath").GetString());
    }

    [Theory]
    [InlineData("v2")]
    [InlineData("ai")]
    [InlineData("manage")]
    [InlineData("internal")]
    public void Each_route_root_is_explicit_so_that_no_outsider_reaches_the_sweep(string root)
    {
        var bindings = Read($"{root}/function.json").GetProperty("bindings").EnumerateArray().ToList();

        Assert.Equal(["httpTrigger", "http"], bindings.Select(binding => binding.GetProperty("type").GetString()));
        Assert.Equal($"{root}/{{*path}}", bindings[0].GetProperty("route").GetString());
        Assert.Contains("options", bindings[0].GetProperty("methods").EnumerateArray().Select(m => m.GetString()));
    }

    [Fact]
    public void The_sweep_is_a_timer_and_no_other_function_exists()
    {
        var trigger = Assert.Single(Read("sweep/function.json").GetProperty("bindings").EnumerateArray());
        Assert.Equal("timerTrigger", trigger.GetProperty("type").GetString());
        // Six fields: seconds first.
        Assert.Equal(6, trigger.GetProperty("schedule").GetString()!.Split(' ').Length);

        var functions = Directory.EnumerateFiles(Project, "function.json", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)));
        Assert.Equal(["ai", "internal", "manage", "sweep", "v2"], functions.Order());
    }

    [Fact]
    public async Task The_process_answers_at_the_hosts_port()
    {
        var folder = Directory.CreateTempSubdirectory("handler-").FullName;
        try
        {
            await WithProcessAsync(folder, async (client, _) =>
            {
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v2/health")).StatusCode);
                Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/sweep", null)).StatusCode);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_the_process_acknowledged_survives_kill_9()
    {
        var folder = Directory.CreateTempSubdirectory("killed-").FullName;
        try
        {
            var acknowledged = new ConcurrentDictionary<string, string>();
            await WithProcessAsync(folder, async (client, process) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
                {
                    try
                    {
                        var room = await CreateRoomAsync(client, $"room-{i}");
                        acknowledged[$"room-{i}"] = room;
                    }
                    catch (HttpRequestException)
                    {
                        // Killed before the answer: either outcome is right.
                    }

                    if (acknowledged.Count >= 100)
                    {
                        process.Kill();
                    }
                }));
            });

            Assert.True(acknowledged.Count >= 100);
            await WithProcessAsync(folder, async (client, _) =>
            {
                foreach (var (name, roomId) in acknowledged)
                {
                    // The same name gives the same room, so a lost one would come back under another id.
                    Assert.Equal(roomId, await CreateRoomAsync(client, name));
                }
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_process_says_what_it_misses_and_ends()
    {
        using var process = FunctionsProcess.Launch(new() { ["SERVERLESS_DATA_PATH"] = "x" });

        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("SERVERLESS_PUBLIC_URL", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static async Task WithProcessAsync(string folder, Func<HttpClient, FunctionsProcess, Task> act)
    {
        await using var process = await FunctionsProcess.StartAsync(folder, "dev", Secret, new string('k', 32));
        await act(process.Client, process);
    }

    private static async Task<string> CreateRoomAsync(HttpClient client, string name)
    {
        var token = TestJwt.Sign(
            new JsonObject
            {
                ["apikey"] = "dev",
                ["permissions"] = new JsonArray("allow_mod"),
                ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
            },
            Secret);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/rooms")
        {
            Content = JsonContent.Create(new { customRoomId = name }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await client.SendAsync(request);
        var room = await response.Content.ReadFromJsonAsync<JsonElement>();
        return room.GetProperty("roomId").GetString()!;
    }

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Project, file))).RootElement;

    private static string FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "functions");
            if (File.Exists(Path.Combine(candidate, "Functions.csproj")))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("functions/ is above none of the test's folders.");
    }
}
