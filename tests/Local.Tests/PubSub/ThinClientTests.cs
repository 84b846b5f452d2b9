using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Serverless.Functions.PubSub;
using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Faults;

namespace Serverless.Local.Tests.PubSub;

/// <summary>The control plane's client against the emulator, with a key and with an identity.</summary>
public sealed class ThinClientTests
{
    private static readonly byte[] Json = """{"n":1}"""u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_access_url_admits_and_sends_arrive(bool entra)
    {
        await using var host = await StartAsync();
        var pubsub = Client(host, entra);
        var url = await pubsub.GetClientAccessUriAsync(
            "k 1", ["webpubsub.sendToGroup.room.1.up"], ["p.k 1", "room.1.feed"], TimeSpan.FromMinutes(5));
        using var client = await SocketClient.ConnectRawAsync(host, SocketClient.Reliable, url.Query[1..]);
        Assert.Equal("k 1", (string?)(await client.ReceiveAsync())["userId"]);

        await pubsub.SendToGroupAsync("p.k 1", """{"to":"group"}"""u8.ToArray());
        await pubsub.SendToUserAsync("k 1", """{"to":"user"}"""u8.ToArray());

        Assert.Equal("group", (string?)(await client.ReceiveAsync())["data"]!["to"]);
        Assert.Equal("user", (string?)(await client.ReceiveAsync())["data"]!["to"]);
        var ack = await client.AskAsync("""{"type":"sendToGroup","group":"room.1.up","data":1,"ackId":1}""");
        Assert.True((bool)ack["success"]!);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Closing_ends_the_session(bool entra, bool byUser)
    {
        await using var host = await StartAsync();
        var pubsub = Client(host, entra);
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Reliable, "k1", groups: ["room/1"]);
        await client.ReceiveAsync();

        await (byUser ? pubsub.CloseUserAsync("k1", "removed") : pubsub.CloseGroupAsync("room/1", "removed"));

        Assert.Equal("removed", (string?)(await client.ReceiveAsync())["message"]);
        Assert.Equal(1000, await client.UntilClosedAsync());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_send_that_was_refused_arrives_once(int status)
    {
        await using var host = await StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, groups: ["g"]);
        await client.ReceiveAsync();
        host.Emulator.Faults.Add(new PubSubFault
        {
            Point = PubSubFaultPoint.Request, Action = PubSubFaultAction.Refuse, Status = status, Count = 2,
        });

        await Client(host).SendToGroupAsync("g", Json);

        Assert.Equal("message", (string?)(await client.ReceiveAsync())["type"]);
        Assert.Equal("pong", (string?)(await client.AskAsync("""{"type":"ping"}"""))["type"]);
    }

    [Fact]
    public async Task A_send_whose_answer_is_lost_is_reported_and_not_doubled()
    {
        await using var host = await StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, groups: ["g"]);
        await client.ReceiveAsync();
        host.Emulator.Faults.Add(LostAnswer);

        await Assert.ThrowsAsync<RequestFailedException>(() => Client(host).SendToGroupAsync("g", Json));

        Assert.Equal("message", (string?)(await client.ReceiveAsync())["type"]);
        Assert.Equal("pong", (string?)(await client.AskAsync("""{"type":"ping"}"""))["type"]);
    }

    [Fact]
    public async Task A_closing_whose_answer_is_lost_is_repeated()
    {
        await using var host = await StartAsync();
        host.Emulator.Faults.Add(LostAnswer);

        await Client(host).CloseUserAsync("k1", "removed");

        // Used up by the first try.
        Assert.Null(host.Emulator.Faults.Take(PubSubFaultPoint.Request, TestToken.Hub));
    }

    [Theory]
    [InlineData(PubSubFaultAction.LoseAnswer)]
    [InlineData(PubSubFaultAction.Refuse)]
    public async Task A_token_is_asked_for_again(PubSubFaultAction action)
    {
        await using var host = await StartAsync();
        host.Emulator.Faults.Add(LostAnswer with { Action = action });

        var url = await Client(host, entra: true).GetClientAccessUriAsync("u", [], [], TimeSpan.FromSeconds(61));

        Assert.Equal("wss", url.Scheme);
        Assert.StartsWith("?access_token=ey", url.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_service_there_is_no_token()
    {
        await using var host = await StartAsync();
        host.Emulator.Faults.Add(LostAnswer with { Action = PubSubFaultAction.Refuse, Status = 403 });

        var problem = await Assert.ThrowsAsync<RequestFailedException>(
            () => Client(host, entra: true).GetClientAccessUriAsync("u", [], [], TimeSpan.FromMinutes(1)).AsTask());

        Assert.Equal(403, problem.Status);
        Assert.DoesNotContain("ey", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_is_never_shown_in_clear() => Assert.Throws<ArgumentException>(
        () => new PubSubClient(new Uri("http://localhost"), new StubCredential(), TestToken.Hub));

    private static PubSubFault LostAnswer => new()
    {
        Point = PubSubFaultPoint.Request, Action = PubSubFaultAction.LoseAnswer,
    };

    private static Task<EmulatorHost> StartAsync() =>
        EmulatorHost.StartAsync(new PubSubEmulatorOptions { TrustsEntraTokens = true });

    private static PubSubClient Client(EmulatorHost host, bool entra = false)
    {
        var options = new PubSubClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1) };
        if (entra)
        {
            options.Transport = new HttpClientTransport(new HttpClient(new PlainText()));
            var https = new UriBuilder(host.Endpoint) { Scheme = "https" }.Uri;
            return new PubSubClient(https, new StubCredential(), TestToken.Hub, options);
        }

        var text = $"Endpoint={host.Endpoint};AccessKey={PubSubEmulatorOptions.DefaultAccessKey};Version=1.0;";
        return new PubSubClient(PubSubConnectionString.Parse(text), TestToken.Hub, options);
    }

    private sealed class StubCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Assert.Equal(["https://webpubsub.azure.com/.default"], requestContext.Scopes);
            var expires = DateTimeOffset.UtcNow.AddHours(1);
            return new AccessToken(TestToken.OfEntra("https://webpubsub.azure.com", expires), expires);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>The emulator speaks no TLS, and an identity goes over nothing else: this stands for the TLS in between.</summary>
    private sealed class PlainText() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http" }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
