using Serverless.Functions.PubSub;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>The control plane's client against the emulator.</summary>
public sealed class ThinClientTests
{
    [Fact]
    public async Task An_access_url_admits_and_sends_arrive()
    {
        await using var host = await EmulatorHost.StartAsync();
        var pubsub = Client(host);
        var url = pubsub.GetClientAccessUri(
            "k 1", ["webpubsub.sendToGroup.room.1.up"], ["p.k 1", "room.1.feed"], TimeSpan.FromMinutes(5));
        using var client = await SocketClient.ConnectRawAsync(host, SocketClient.Reliable, url.Query[1..]);
        Assert.Equal("k 1", (string?)(await client.ReceiveAsync())["userId"]);

        await pubsub.SendToGroupAsync("p.k 1", """{"to":"group"}"""u8.ToArray());
        await pubsub.SendToUserAsync("k 1", """{"to":"user"}"""u8.ToArray());

        Assert.Equal("group", (string?)(await client.ReceiveAsync())["data"]!["to"]);
        Assert.Equal("user", (string?)(await client.ReceiveAsync())["data"]!["to"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_ends_the_session(bool byUser)
    {
        await using var host = await EmulatorHost.StartAsync();
        var pubsub = Client(host);
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Reliable, "k1", groups: ["room/1"]);
        await client.ReceiveAsync();

        await (byUser ? pubsub.CloseUserAsync("k1", "removed") : pubsub.CloseGroupAsync("room/1", "removed"));

        Assert.Equal("removed", (string?)(await client.ReceiveAsync())["message"]);
        Assert.Equal(1000, await client.UntilClosedAsync());
    }

    private static PubSubClient Client(EmulatorHost host)
    {
        var text = $"Endpoint={host.Endpoint};AccessKey={PubSubEmulatorOptions.DefaultAccessKey};Version=1.0;";
        return new PubSubClient(PubSubConnectionString.Parse(text), "chat");
    }
}
