using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.Tests.PubSub;

public sealed class SlowClientTests
{
    /// <summary>More than the socket buffers of both sides take, so that the queue must fill.</summary>
    private const int Messages = 400;

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
