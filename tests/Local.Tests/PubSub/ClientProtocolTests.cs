using System.Net.WebSockets;

namespace Serverless.Local.Tests.PubSub;

/// <summary>The JSON subprotocols, frame by frame.</summary>
public sealed class ClientProtocolTests
{
    private static readonly string[] AnyGroup = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    [Fact]
    public async Task The_first_frame_names_user_and_connection()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);

        var frame = await client.ReceiveAsync();

        Assert.Equal("connected", (string?)frame["event"]);
        Assert.Equal("u1", (string?)frame["userId"]);
        Assert.NotEmpty((string)frame["connectionId"]!);
        Assert.False(frame.ContainsKey("reconnectionToken"));
    }

    [Fact]
    public async Task A_message_keeps_its_json_to_the_letter()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Reliable, "u1", AnyGroup, ["g"]);
        await client.ReceiveAsync();

        const string Data = """{"big": 12345678901234567890,"e":1.0E+2}""";
        await client.SendAsync($$"""{"type":"sendToGroup","data":{{Data}},"group":"g"}""");

        const string Envelope = """{"type":"message","from":"group","group":"g","fromUserId":"u1","dataType":"json",""";
        Assert.Equal($$"""{{Envelope}}"data":{{Data}},"sequenceId":1}""", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.ReceiveAsync();

        Assert.Equal("pong", (string?)(await client.AskAsync("""{"type":"ping"}"""))["type"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":"noSuchThing"}""")]
    [InlineData("""{"group":"g"}""")]
    [InlineData("""{"type":"joinGroup"}""")]
    [InlineData("""{"type":"joinGroup","group":" "}""")]
    [InlineData("""{"type":"joinGroup","group":7}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":-1}""")]
    [InlineData("""{"type":"joinGroup","group":"g","ackId":"1"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","data":null}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","data":1,"noEcho":"yes"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"text","data":1}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"binary","data":"not base64!"}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"xml","data":"x"}""")]
    [InlineData("""{"type":"event","event":"1bad","data":1}""")]
    [InlineData("""{"type":"sequenceAck","sequenceId":1}""")]
    public async Task A_frame_against_the_protocol_closes_with_1007(string frame)
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, roles: AnyGroup);
        await client.ReceiveAsync();

        var disconnected = await client.AskAsync(frame);

        Assert.Equal("disconnected", (string?)disconnected["event"]);
        Assert.Equal(1007, await client.UntilClosedAsync());
    }

    [Fact]
    public async Task A_binary_frame_closes_with_1003()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        Assert.Equal(1003, await client.UntilClosedAsync());
    }

    [Fact]
    public async Task A_frame_above_the_limit_closes_with_1009()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.SendAsync(new string(' ', (1024 * 1024) + 1));

        Assert.Equal(1009, await client.UntilClosedAsync());
    }

    [Fact]
    public async Task A_frame_of_exactly_the_limit_is_handled()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.ReceiveAsync();

        var answer = await client.AskAsync("""{"type":"ping"}""".PadRight(1024 * 1024));

        Assert.Equal("pong", (string?)answer["type"]);
    }

    [Fact]
    public async Task Without_an_ack_id_a_refused_join_is_silent()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.ReceiveAsync();
        await client.SendAsync("""{"type":"joinGroup","group":"g"}""");

        Assert.Equal("pong", (string?)(await client.AskAsync("""{"type":"ping"}"""))["type"]);
    }

    [Fact]
    public async Task A_refused_ack_id_may_be_tried_again()
    {
        await using var host = await EmulatorHost.StartAsync();
        string[] roles = ["webpubsub.joinLeaveGroup.h"];
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, roles: roles);
        await client.ReceiveAsync();

        var refused = await client.AskAsync("""{"type":"joinGroup","group":"g","ackId":5}""");
        var accepted = await client.AskAsync("""{"type":"joinGroup","group":"h","ackId":5}""");
        var repeated = await client.AskAsync("""{"type":"joinGroup","group":"h","ackId":5}""");

        Assert.Equal("Forbidden", (string?)refused["error"]!["name"]);
        Assert.True((bool)accepted["success"]!);
        Assert.Equal("Duplicate", (string?)repeated["error"]!["name"]);
        Assert.Equal("Message with ack-id: 5 has been processed", (string?)repeated["error"]!["message"]);
    }
}
