using System.Net;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>Who is let in, and with which status the others are refused before the upgrade.</summary>
public sealed class HandshakeTests
{
    public static TheoryData<string, Func<Uri, string>> BadTokens => new()
    {
        { "none", _ => string.Empty },
        { "garbage", _ => "x.y.z" },
        { "expired", endpoint => TestToken.ForClient(endpoint, expires: DateTimeOffset.UtcNow.AddMinutes(-6)) },
        { "another key", endpoint => TestToken.ForClient(endpoint, key: new string('k', 40)) },
        { "another hub", endpoint => TestToken.ForClient(endpoint, hub: "other") },
        { "another host", _ => TestToken.ForClient(new Uri("http://example.com")) },
    };

    [Theory]
    [MemberData(nameof(BadTokens), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_token_is_401(string name, Func<Uri, string> token)
    {
        await using var host = await EmulatorHost.StartAsync();

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => SocketClient.ConnectRawAsync(host, SocketClient.Json, $"access_token={token(host.Endpoint)}"));

        Assert.True(error.StatusCode == HttpStatusCode.Unauthorized, $"{name}: {error.StatusCode}");
    }

    [Fact]
    public async Task Five_minutes_of_clock_skew_are_forgiven()
    {
        await using var host = await EmulatorHost.StartAsync();
        var token = TestToken.ForClient(host.Endpoint, expires: DateTimeOffset.UtcNow.AddMinutes(-4));

        using var client = await SocketClient.ConnectRawAsync(host, SocketClient.Json, $"access_token={token}");

        Assert.Equal("connected", (string?)(await client.ReceiveAsync())["event"]);
    }

    [Fact]
    public async Task The_hub_may_be_in_the_query()
    {
        await using var host = await EmulatorHost.StartAsync();
        var query = $"hub=Chat&access_token={TestToken.ForClient(host.Endpoint)}";

        using var client = await SocketClient.ConnectRawAsync(host, SocketClient.Json, query, "client/");

        Assert.Equal("connected", (string?)(await client.ReceiveAsync())["event"]);
    }

    [Theory]
    [InlineData(SocketClient.Json, "client/hubs/no-hyphen", "")]
    [InlineData("mqtt", "client/hubs/chat", "")]
    [InlineData("", "client/hubs/chat", "&webpubsub_mode=nonsense")]
    [InlineData("", "client/hubs/chat", "&webpubsub_mode=sendToGroup")]
    public async Task A_wrong_request_is_400(string protocol, string path, string query)
    {
        await using var host = await EmulatorHost.StartAsync();
        var token = TestToken.ForClient(host.Endpoint);

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => SocketClient.ConnectRawAsync(host, protocol, $"access_token={token}{query}", path));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task A_token_with_an_invalid_group_is_400()
    {
        await using var host = await EmulatorHost.StartAsync();

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => SocketClient.ConnectAsync(host, SocketClient.Json, groups: [new string('g', 1025)]));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task An_ordinary_request_is_400()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Endpoint };

        var response = await http.GetAsync("/client/hubs/chat");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("BadRequest", Assert.Single(response.Headers.GetValues("x-ms-error-code")));
    }

    [Fact]
    public async Task There_are_no_more_connections_than_the_limit()
    {
        await using var host = await EmulatorHost.StartAsync(
            new PubSubEmulatorOptions { Limits = new PubSubLimits { Connections = 1 } });
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await first.ReceiveAsync();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.ConnectAsync(host, SocketClient.Json));

        Assert.Equal(HttpStatusCode.TooManyRequests, error.StatusCode);
    }

    [Fact]
    public async Task The_secondary_key_is_as_good()
    {
        var key = new string('2', 40);
        await using var host = await EmulatorHost.StartAsync(new PubSubEmulatorOptions { SecondaryAccessKey = key });

        using var client = await SocketClient.ConnectRawAsync(
            host, SocketClient.Json, $"access_token={TestToken.ForClient(host.Endpoint, key: key)}");

        Assert.Equal("connected", (string?)(await client.ReceiveAsync())["event"]);
    }

    [Fact]
    public async Task A_weak_access_key_is_refused_at_start()
    {
        var options = new PubSubEmulatorOptions { AccessKey = "short" };

        await Assert.ThrowsAsync<ArgumentException>(() => EmulatorHost.StartAsync(options));
    }
}
