using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Functions.Platform;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Platform;

/// <summary>The process by itself; what the Functions host makes of it is in CustomHandler.Tests.</summary>
public sealed class CustomHandlerTests
{
    private const string Secret = "a secret of at least 32 characters";

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
}
