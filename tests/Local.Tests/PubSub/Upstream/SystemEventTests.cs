using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Local.Tests.PubSub.Upstream;

/// <summary>connect, connected and disconnected, and the question that comes before all of them.</summary>
public sealed class SystemEventTests
{
    [Theory]
    [InlineData(401, 401)]
    [InlineData(429, 429)]
    [InlineData(302, 302)]
    public async Task A_refusal_is_the_clients_status(int status, int expected)
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => StatusAsync(http, status);
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"));

        Assert.Equal(expected, await RefusedAsync(host));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"groups":[""]}""")]
    [InlineData("""{"roles":7}""")]
    public async Task An_answer_that_cannot_be_read_is_500(string body)
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => http.Response.WriteAsync(body);
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"));

        Assert.Equal(500, await RefusedAsync(host));
    }

    [Fact]
    public async Task A_subprotocol_that_was_not_offered_is_400()
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => http.Response.WriteAsync("""{"subprotocol":"other"}""");
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"));

        Assert.Equal(400, await RefusedAsync(host));
    }

    [Fact]
    public async Task No_roles_replace_the_tokens_but_no_groups_do_not()
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => http.Response.WriteAsync("""{"roles":[],"groups":[]}""");
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"));
        using var client = await SocketClient.ConnectAsync(
            host, SocketClient.Json, roles: ["webpubsub.sendToGroup"], groups: ["g"]);
        await client.ReceiveAsync();

        var ack = await client.AskAsync("""{"type":"sendToGroup","group":"g","data":1,"ackId":1}""");

        Assert.Equal("Forbidden", (string?)ack["error"]!["name"]);
        Assert.True(host.Chat.Run(view => view.Membership.Exists("g")));
    }

    [Fact]
    public async Task The_question_shows_how_the_client_came_but_no_credential()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"));
        var token = TestToken.ForClient(host.Endpoint, "u1", ["r1", "r2"]);
        using var client = await SocketClient.ConnectRawAsync(host, SocketClient.Json, $"access_token={token}&q=1&q=2");
        var connected = await client.ReceiveAsync();

        var asked = await handler.NextEventAsync();

        Assert.DoesNotContain(token, asked.Body, StringComparison.Ordinal);
        var body = JsonNode.Parse(asked.Body)!;
        Assert.Equal(["r1", "r2"], body["claims"]!["role"]!.AsArray().Select(value => (string?)value));
        Assert.Equal(["1", "2"], body["query"]!["q"]!.AsArray().Select(value => (string?)value));
        Assert.Equal([SocketClient.Json], body["subprotocols"]!.AsArray().Select(value => (string?)value));
        Assert.Equal("websocket", ((string?)body["headers"]!["Upgrade"]![0])!.ToLowerInvariant());
        Assert.Equal(((string?)connected["connectionId"], "0"), (asked.Header("ce-connectionId"), asked.Header("ce-id")));
    }

    [Fact]
    public async Task Disconnected_waits_until_connected_was_heard()
    {
        await using var handler = await HandlerApp.StartAsync();
        var slow = new TaskCompletionSource();
        var waited = new TaskCompletionSource<bool>();
        handler.Handle = http =>
        {
            if (http.Request.Path == "/chat/connected")
            {
                return slow.Task;
            }

            waited.SetResult(slow.Task.IsCompleted);
            return Task.CompletedTask;
        };
        await using var host = await EmulatorHost.StartAsync(handler.Options("connected", "disconnected"));
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure);

        Assert.Equal("/chat/connected", (await handler.NextEventAsync()).Path);
        Assert.False(handler.Requests.TryRead(out _));
        slow.SetResult();

        var disconnected = await handler.NextEventAsync();
        Assert.Equal("/chat/disconnected", disconnected.Path);
        Assert.True(await waited.Task);
        Assert.NotEmpty((string)JsonNode.Parse(disconnected.Body)!["reason"]!);
    }

    [Fact]
    public async Task A_recovery_is_no_event()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect", "connected", "disconnected"));
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        var connected = await first.ReceiveAsync();
        await handler.NextEventAsync();
        await handler.NextEventAsync();
        first.Abort();
        var query = $"awps_connection_id={connected["connectionId"]}&awps_reconnection_token={connected["reconnectionToken"]}";
        using var second = await SocketClient.ConnectRawAsync(host, SocketClient.Reliable, query);

        await second.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure);

        Assert.Equal("/chat/disconnected", (await handler.NextEventAsync()).Path);
    }

    [Fact]
    public async Task Where_options_is_not_known_get_is_tried()
    {
        await using var handler = await HandlerApp.StartAsync();
        var allow = handler.Validate;
        handler.Validate = http => HttpMethods.IsGet(http.Request.Method) ? allow(http) : StatusAsync(http, 404);
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"));

        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);

        Assert.Equal("OPTIONS", (await handler.NextAsync()).Method);
        var asked = await handler.NextAsync();
        Assert.Equal(("GET", "/chat/validate"), (asked.Method, asked.Path));
    }

    [Fact]
    public async Task A_no_is_believed_for_a_second_first_and_longer_each_time()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var handler = await HandlerApp.StartAsync();
        var allow = handler.Validate;
        handler.Validate = _ => Task.CompletedTask;
        await using var host = await EmulatorHost.StartAsync(handler.Options("connect"), time);

        Assert.Equal(500, await RefusedAsync(host));
        Assert.Equal(500, await RefusedAsync(host));
        Assert.Equal("OPTIONS", (await handler.NextAsync()).Method);
        Assert.False(handler.Requests.TryRead(out _));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(500, await RefusedAsync(host));
        Assert.Equal("OPTIONS", (await handler.NextAsync()).Method);

        handler.Validate = allow;
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(500, await RefusedAsync(host));
        Assert.False(handler.Requests.TryRead(out _));
        time.Advance(TimeSpan.FromSeconds(0.1));
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        Assert.Equal("OPTIONS", (await handler.NextAsync()).Method);
    }

    private static async Task<int> RefusedAsync(EmulatorHost host)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.ConnectAsync(host, SocketClient.Json));
        return (int)(error.StatusCode ?? HttpStatusCode.OK);
    }

    private static Task StatusAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
