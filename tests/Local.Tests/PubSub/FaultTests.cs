using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Serverless.Local.PubSub.Faults;

namespace Serverless.Local.Tests.PubSub;

/// <summary>What goes wrong on request, and who may request it.</summary>
public sealed class FaultTests
{
    private static readonly string[] AnyGroup = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    [Fact]
    public async Task A_refused_request_says_when_to_come_back_and_only_as_often_as_wanted()
    {
        await using var host = await EmulatorHost.StartAsync();
        host.Emulator.Faults.Add(Fault(PubSubFaultPoint.Request, PubSubFaultAction.Refuse) with { RetryAfterSeconds = 7, Count = 2 });

        using var first = await SendAsync(host);
        using var second = await SendAsync(host);
        using var third = await SendAsync(host);

        Assert.Equal((429, "7"), ((int)first.StatusCode, first.Headers.RetryAfter?.ToString()));
        Assert.Equal([429, 202], [(int)second.StatusCode, (int)third.StatusCode]);
    }

    [Theory]
    [InlineData(PubSubFaultAction.Drop, false)]
    [InlineData(PubSubFaultAction.LoseAnswer, true)]
    public async Task A_request_without_an_answer_was_carried_out_or_not(PubSubFaultAction action, bool carriedOut)
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, roles: AnyGroup);
        await client.ReceiveAsync();
        host.Emulator.Faults.Add(Fault(PubSubFaultPoint.Request, action));

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(host));

        var next = await client.AskAsync("""{"type":"ping"}""");
        Assert.Equal(carriedOut ? "message" : "pong", (string?)next["type"]);
    }

    [Fact]
    public async Task A_handshake_is_refused()
    {
        await using var host = await EmulatorHost.StartAsync();
        host.Emulator.Faults.Add(Fault(PubSubFaultPoint.Handshake, PubSubFaultAction.Refuse) with { Status = 503 });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => SocketClient.ConnectAsync(host, SocketClient.Json));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, error.StatusCode);
    }

    [Theory]
    [InlineData(PubSubFaultAction.Drop, false)]
    [InlineData(PubSubFaultAction.LoseAnswer, true)]
    public async Task A_frame_without_an_answer_was_carried_out_or_not(PubSubFaultAction action, bool carriedOut)
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, roles: AnyGroup);
        await client.ReceiveAsync();
        host.Emulator.Faults.Add(Fault(PubSubFaultPoint.Frame, action));

        await client.SendAsync("""{"type":"joinGroup","group":"g","ackId":1}""");
        Assert.Equal("pong", (string?)(await client.AskAsync("""{"type":"ping"}"""))["type"]);

        Assert.Equal(carriedOut, host.Chat.Run(view => view.Membership.Exists("g")));
        var again = await client.AskAsync("""{"type":"joinGroup","group":"g","ackId":1}""");
        Assert.Equal(carriedOut ? "Duplicate" : null, (string?)again["error"]?["name"]);
    }

    [Fact]
    public async Task A_frame_is_refused_with_a_failed_ack()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, roles: AnyGroup);
        await client.ReceiveAsync();
        host.Emulator.Faults.Add(Fault(PubSubFaultPoint.Frame, PubSubFaultAction.Refuse));

        var ack = await client.AskAsync("""{"type":"joinGroup","group":"g","ackId":1}""");

        Assert.Equal("InternalServerError", (string?)ack["error"]!["name"]);
    }

    [Fact]
    public async Task A_fault_of_another_hub_does_not_strike_here()
    {
        await using var host = await EmulatorHost.StartAsync();
        host.Emulator.Faults.Add(Fault(PubSubFaultPoint.Request, PubSubFaultAction.Refuse) with { Hub = "other" });

        using var response = await SendAsync(host);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Faults_are_added_and_forgotten_over_http()
    {
        await using var host = await EmulatorHost.StartAsync();

        Assert.Equal(204, await ControlAsync(host, HttpMethod.Post, "faults", """{"point":"request","action":"refuse"}"""));
        Assert.Equal(204, await ControlAsync(host, HttpMethod.Delete, "faults"));

        using var response = await SendAsync(host);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"point":"request","action":"refuse","status":200}""")]
    [InlineData("""{"point":"handshake","action":"loseAnswer"}""")]
    [InlineData("""{"point":"nowhere","action":"drop"}""")]
    [InlineData("{")]
    public async Task A_fault_that_makes_no_sense_is_400(string fault)
    {
        await using var host = await EmulatorHost.StartAsync();

        Assert.Equal(400, await ControlAsync(host, HttpMethod.Post, "faults", fault));
    }

    [Theory]
    [InlineData("""[{"urlTemplate":"ftp://x/{event}"}]""")]
    [InlineData("""[{"urlTemplate":"http://{hub}.example/"}]""")]
    [InlineData("""[{"urlTemplate":"http://x","systemEvents":["joined"]}]""")]
    public async Task A_wrong_event_handler_is_400(string handlers)
    {
        await using var host = await EmulatorHost.StartAsync();

        Assert.Equal(400, await ControlAsync(host, HttpMethod.Put, "hubs/chat/eventHandlers", handlers));
    }

    [Fact]
    public async Task A_web_page_cannot_ask_for_faults()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Endpoint };

        using var response = await http.PostAsync("/emulator/abort", null);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task An_aborted_socket_gets_no_close_frame()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json);
        await client.ReceiveAsync();

        Assert.Equal(204, await ControlAsync(host, HttpMethod.Post, "abort?hub=CHAT"));

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(client.ReceiveTextAsync);
    }

    private static PubSubFault Fault(PubSubFaultPoint point, PubSubFaultAction action) => new() { Point = point, Action = action };

    private static async Task<HttpResponseMessage> SendAsync(EmulatorHost host)
    {
        using var http = new HttpClient();
        var url = new Uri(host.Endpoint, "/api/hubs/chat/:send");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent("x") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestToken.ForServer(url));
        return await http.SendAsync(request);
    }

    private static async Task<int> ControlAsync(EmulatorHost host, HttpMethod method, string path, string? json = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(host.Endpoint, $"/emulator/{path}"))
        {
            Headers = { { "X-Local-Control", "1" } },
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
