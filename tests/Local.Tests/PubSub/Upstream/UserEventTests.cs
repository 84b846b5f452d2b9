using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Serverless.Local.Tests.PubSub.Upstream;

/// <summary>Events that a client waits for.</summary>
public sealed class UserEventTests
{
    private const string Event = """{"type":"event","event":"e","dataType":"text","data":"x","ackId":1}""";

    [Fact]
    public async Task The_reply_comes_before_the_ack()
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => ReplyAsync(http, "application/json; charset=utf-8", """{"n": 1.0}""");
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        await client.SendAsync(Event);

        const string Reply = """{"type":"message","from":"server","dataType":"json","data":{"n": 1.0},"sequenceId":1}""";
        Assert.Equal(Reply, await client.ReceiveTextAsync());
        Assert.True((bool)(await client.ReceiveAsync())["success"]!);
        var asked = await handler.NextEventAsync();
        Assert.Equal("/chat/e", asked.Path);
        Assert.Equal("x", asked.Body);
        Assert.Equal("text/plain; charset=utf-8", asked.Header("Content-Type"));
        Assert.Equal("azure.webpubsub.user.e", asked.Header("ce-type"));
        Assert.Equal("e", asked.Header("ce-eventName"));
        Assert.Equal("u1", asked.Header("ce-userId"));
    }

    [Fact]
    public async Task An_invocation_is_an_event_whose_reply_carries_the_clients_number()
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => ReplyAsync(http, "application/json", """{"sum":3}""");
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        await client.SendAsync("""{"type":"invoke","invocationId":"i-1","target":"event","event":"add","dataType":"json","data":[1,2]}""");

        Assert.Equal(
            """{"type":"invokeResponse","invocationId":"i-1","success":true,"dataType":"json","data":{"sum":3}}""",
            await client.ReceiveTextAsync());
        var asked = await handler.NextEventAsync();
        Assert.Equal(("azure.webpubsub.user.add", "[1,2]"), (asked.Header("ce-type"), asked.Body));
    }

    [Fact]
    public async Task An_invocation_that_fails_says_so_and_one_that_is_given_up_is_no_error()
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => StatusAsync(http, 400);
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        await client.SendAsync("""{"type":"invoke","invocationId":"i-1","event":"add","dataType":"text","data":"x"}""");
        await client.SendAsync("""{"type":"cancelInvocation","invocationId":"i-1"}""");

        var answer = await client.ReceiveAsync();
        Assert.Equal(("i-1", false), ((string)answer["invocationId"]!, (bool)answer["success"]!));
        Assert.Equal("InternalServerError", (string)answer["error"]!["name"]!);
        await client.SendAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (string)(await client.ReceiveAsync())["type"]!);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task A_transient_failure_is_tried_four_times_with_one_id(int status)
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => StatusAsync(http, status);
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        var ack = await client.AskAsync(Event);

        Assert.Equal("InternalServerError", (string?)ack["error"]!["name"]);
        var ids = new[] { 1, 2, 3, 4 }.Select(async _ => (await handler.NextEventAsync()).Header("ce-id"));
        Assert.Single((await Task.WhenAll(ids)).Distinct());
        Assert.False(handler.Requests.TryRead(out _));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(302)]
    public async Task Another_failure_is_tried_once(int status)
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http =>
        {
            http.Response.Headers.Location = "/elsewhere";
            return StatusAsync(http, status);
        };
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        var ack = await client.AskAsync(Event);

        Assert.Equal("InternalServerError", (string?)ack["error"]!["name"]);
        await handler.NextEventAsync();
        Assert.False(handler.Requests.TryRead(out _));
        // The connection lives on, and a failed ackId may be used again.
        handler.Handle = _ => Task.CompletedTask;
        Assert.True((bool)(await client.AskAsync(Event))["success"]!);
    }

    [Theory]
    [InlineData("application/json", "{")]
    [InlineData("text/html", "<p>")]
    public async Task A_reply_that_is_not_what_it_says_is_a_failure(string contentType, string body)
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http => ReplyAsync(http, contentType, body);
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        var ack = await client.AskAsync(Event);

        Assert.Equal("InternalServerError", (string?)ack["error"]!["name"]);
    }

    [Fact]
    public async Task Frames_behind_an_event_wait_for_its_handler()
    {
        await using var handler = await HandlerApp.StartAsync();
        var answer = new TaskCompletionSource();
        handler.Handle = _ => answer.Task;
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);

        await client.SendAsync(Event);
        await client.SendAsync("""{"type":"ping"}""");
        await handler.NextEventAsync();
        answer.SetResult();

        Assert.Equal("ack", (string?)(await client.ReceiveAsync())["type"]);
        Assert.Equal("pong", (string?)(await client.ReceiveAsync())["type"]);
    }

    [Fact]
    public async Task An_event_outlives_its_socket_and_its_repetition_is_a_duplicate()
    {
        await using var handler = await HandlerApp.StartAsync();
        var answer = new TaskCompletionSource();
        handler.Handle = _ => answer.Task;
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        var connected = await first.ReceiveAsync();
        await first.SendAsync(Event);
        await handler.NextEventAsync();
        first.Abort();

        using var second = await RecoverAsync(host, connected);
        await second.SendAsync(Event);
        answer.SetResult();

        // The ack of the first is lost or not, as the sockets cross; the second is never carried out.
        var ack = await second.ReceiveAsync();
        ack = (bool)ack["success"]! ? await second.ReceiveAsync() : ack;
        Assert.Equal("Duplicate", (string?)ack["error"]!["name"]);
        Assert.False(handler.Requests.TryRead(out _));
    }

    [Fact]
    public async Task State_and_cookies_belong_to_the_connection()
    {
        await using var handler = await HandlerApp.StartAsync();
        handler.Handle = http =>
        {
            http.Response.Headers["ce-connectionState"] = "s1";
            http.Response.Cookies.Append("c", "1");
            return Task.CompletedTask;
        };
        await using var host = await EmulatorHost.StartAsync(handler.Options());
        using var client = await ConnectAsync(host);
        using var other = await ConnectAsync(host);

        await client.AskAsync(Event);
        await client.AskAsync(Event.Replace(":1}", ":2}", StringComparison.Ordinal));
        await other.AskAsync(Event);

        var (first, second, stranger) =
            (await handler.NextEventAsync(), await handler.NextEventAsync(), await handler.NextEventAsync());
        Assert.Equal((null, null), (first.Header("ce-connectionState"), first.Header("Cookie")));
        Assert.Equal(("s1", "c=1"), (second.Header("ce-connectionState"), second.Header("Cookie")));
        Assert.Equal((null, null), (stranger.Header("ce-connectionState"), stranger.Header("Cookie")));
    }

    [Fact]
    public async Task Both_keys_sign()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var host = await EmulatorHost.StartAsync(
            handler.Options() with { SecondaryAccessKey = new string('2', 40) });
        using var client = await ConnectAsync(host);

        await client.AskAsync(Event);

        var signatures = (await handler.NextEventAsync()).Header("ce-signature")!.Split(',');
        Assert.Equal(2, signatures.Distinct().Count());
        Assert.All(signatures, signature => Assert.Matches("^sha256=[0-9a-f]{64}$", signature));
    }

    private static async Task<SocketClient> ConnectAsync(EmulatorHost host)
    {
        var client = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        await client.ReceiveAsync();
        return client;
    }

    private static Task<SocketClient> RecoverAsync(EmulatorHost host, JsonObject connected) => SocketClient.ConnectRawAsync(
        host, SocketClient.Reliable,
        $"awps_connection_id={connected["connectionId"]}&awps_reconnection_token={connected["reconnectionToken"]}");

    private static Task ReplyAsync(HttpContext http, string contentType, string body)
    {
        http.Response.ContentType = contentType;
        return http.Response.WriteAsync(body);
    }

    private static Task StatusAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
