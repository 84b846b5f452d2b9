using System.Text;
using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.Tests.PubSub;

public sealed class SlowClientTests
{
    /// <summary>More than the socket buffers of both sides take, so that the queue must fill.</summary>
    private const int Messages = 400;

    [Fact]
    public async Task A_message_whose_time_is_over_is_not_sent()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, groups: ["g"]);
        await client.ReceiveAsync();
        Publish("1", DateTimeOffset.UtcNow.AddSeconds(-1));
        Publish("2", expires: null);

        Assert.Equal(2, (int)(await client.ReceiveAsync())["data"]!);

        void Publish(string json, DateTimeOffset? expires) => host.Chat.Publish(
            PubSubMessage.FromGroup("g", null, new MessageData(DataType.Json, Encoding.UTF8.GetBytes(json)), expires),
            view => view.Membership.MembersOf("g"));
    }

    [Theory]
    [InlineData(SocketClient.Json)]
    [InlineData(SocketClient.Reliable)]
    public async Task A_client_that_does_not_read_is_closed_and_holds_nobody_up(string protocol)
    {
        var limits = new PubSubLimits { QueuedFrames = 100, QueuedBytes = 4 * 1024 * 1024 };
        await using var host = await EmulatorHost.StartAsync(
            new PubSubEmulatorOptions { Limits = limits, CloseGrace = TimeSpan.FromMilliseconds(50) });
        using var stalled = await SocketClient.ConnectAsync(host, protocol, "stalled", groups: ["g"]);
        await stalled.ReceiveAsync();
        var message = PubSubMessage.FromGroup("g", null, new MessageData(DataType.Binary, new byte[64 * 1024]));

        for (var sent = 0; sent < Messages; sent++)
        {
            host.Chat.Publish(message, view => view.Membership.MembersOf("g"));
        }

        Assert.Empty(host.Chat.Run(view => view.Connections.OfUser("stalled")));
    }
}
