using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>The reliable subprotocol over real sockets.</summary>
public sealed class RecoveryTests
{
    private static readonly string[] AnyGroup = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    [Fact]
    public async Task A_lost_client_gets_what_it_missed_and_keeps_its_groups()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Reliable, "u1", AnyGroup);
        var connected = await first.ReceiveAsync();
        await first.AskAsync("""{"type":"joinGroup","group":"g","ackId":1}""");
        await first.AskAsync("""{"type":"sendToGroup","group":"g","data":1}""");
        first.Abort();
        using var other = await SocketClient.ConnectAsync(host, SocketClient.Json, "u2", AnyGroup);
        await other.ReceiveAsync();
        await other.AskAsync("""{"type":"sendToGroup","group":"g","data":2,"ackId":1}""");

        using var second = await RecoverAsync(host, connected);

        Assert.Equal((1, 1), await MessageAsync(second));
        Assert.Equal((2, 2), await MessageAsync(second));
        var repeated = await second.AskAsync("""{"type":"joinGroup","group":"g","ackId":1}""");
        Assert.Equal("Duplicate", (string?)repeated["error"]!["name"]);
    }

    [Fact]
    public async Task A_reload_closes_with_1001_and_is_recovered()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        var connected = await first.ReceiveAsync();

        host.Emulator.ReloadService();
        Assert.Equal(1001, await first.UntilClosedAsync());

        using var second = await RecoverAsync(host, connected);
        Assert.Equal("pong", (string?)(await second.AskAsync("""{"type":"ping"}"""))["type"]);
    }

    [Fact]
    public async Task A_stopping_host_says_1001_and_waits_for_nobody()
    {
        var options = new PubSubEmulatorOptions { CloseGrace = TimeSpan.FromMilliseconds(50) };
        var host = await EmulatorHost.StartAsync(options);
        using var polite = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        using var silent = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        var elapsed = Stopwatch.StartNew();

        await Task.WhenAll(host.DisposeAsync().AsTask(), polite.UntilClosedAsync());

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, polite.CloseStatus);
        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(20), $"Stopping took {elapsed.Elapsed}.");
    }

    [Fact]
    public async Task After_a_goodbye_there_is_nothing_to_recover()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        var connected = await first.ReceiveAsync();
        await first.CloseAsync(WebSocketCloseStatus.NormalClosure);

        using var second = await RecoverAsync(host, connected);

        Assert.Equal(1008, await second.UntilClosedAsync());
    }

    [Fact]
    public async Task Another_close_code_than_1000_leaves_the_session_alive()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var first = await SocketClient.ConnectAsync(host, SocketClient.Reliable);
        var connected = await first.ReceiveAsync();
        await first.CloseAsync((WebSocketCloseStatus)3001);

        using var second = await RecoverAsync(host, connected);

        Assert.Equal("pong", (string?)(await second.AskAsync("""{"type":"ping"}"""))["type"]);
    }

    [Fact]
    public async Task A_recovery_that_is_not_known_is_accepted_and_closed_with_1008()
    {
        await using var host = await EmulatorHost.StartAsync();

        using var client = await SocketClient.ConnectRawAsync(
            host, SocketClient.Reliable, "awps_connection_id=nobody&awps_reconnection_token=x");

        Assert.Equal(1008, await client.UntilClosedAsync());
    }

    private static Task<SocketClient> RecoverAsync(EmulatorHost host, JsonObject connected)
    {
        var (id, token) = ((string?)connected["connectionId"], (string?)connected["reconnectionToken"]);
        var query = $"access_token=expired&awps_connection_id={id}&awps_reconnection_token={token}";
        return SocketClient.ConnectRawAsync(host, SocketClient.Reliable, query);
    }

    private static async Task<(int SequenceId, int Data)> MessageAsync(SocketClient client)
    {
        var frame = await client.ReceiveAsync();
        return ((int)frame["sequenceId"]!, (int)frame["data"]!);
    }
}
