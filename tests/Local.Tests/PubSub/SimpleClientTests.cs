using System.Net.WebSockets;

namespace Serverless.Local.Tests.PubSub;

/// <summary>Plain WebSockets without a subprotocol.</summary>
public sealed class SimpleClientTests
{
    private static readonly string[] AnyGroup = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    [Fact]
    public async Task Publishes_frames_and_receives_bare_payloads()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var simple = await ConnectAsync(host, AnyGroup, "&webpubsub_mode=sendToGroup&group=g");
        using var member = await SocketClient.ConnectAsync(host, SocketClient.Json, "u2", AnyGroup, ["g"]);
        await member.ReceiveAsync();

        await simple.SendAsync("hello");
        await simple.SendAsync([9], WebSocketMessageType.Binary);

        Assert.Equal("hello", await simple.ReceiveTextAsync());
        Assert.Equal(("\t", true), (await simple.ReceiveTextAsync(), simple.LastWasBinary));
        var text = await member.ReceiveAsync();
        var binary = await member.ReceiveAsync();
        Assert.Equal(("text", "hello"), ((string?)text["dataType"], (string?)text["data"]));
        Assert.Equal(("binary", "CQ=="), ((string?)binary["dataType"], (string?)binary["data"]));
    }

    [Fact]
    public async Task Without_permission_is_closed_with_1008()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var simple = await ConnectAsync(host, [], "&webpubsub_mode=sendToGroup&group=g");
        await simple.SendAsync("hello");

        Assert.Equal(1008, await simple.UntilClosedAsync());
    }

    [Fact]
    public async Task An_event_without_a_handler_closes_with_1011()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var simple = await ConnectAsync(host, AnyGroup, string.Empty);
        await simple.SendAsync("hello");

        Assert.Equal(1011, await simple.UntilClosedAsync());
    }

    private static Task<SocketClient> ConnectAsync(EmulatorHost host, string[] roles, string mode) =>
        SocketClient.ConnectRawAsync(
            host, string.Empty, $"access_token={TestToken.ForClient(host.Endpoint, "u1", roles, ["g"])}{mode}");
}
