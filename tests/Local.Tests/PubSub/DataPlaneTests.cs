using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>The data plane where the official client cannot go: bad requests and the exact form of errors.</summary>
public sealed class DataPlaneTests
{
    [Fact]
    public async Task Health_needs_no_token()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Endpoint };

        var response = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/health"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_error_has_the_services_form()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Endpoint };

        var response = await http.PostAsync("/api/hubs/chat/:send", new StringContent("x"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(["code", "message", "target", "details", "inner"], body.Select(member => member.Key));
        Assert.Equal((string?)body["code"], Assert.Single(response.Headers.GetValues("x-ms-error-code")));
    }

    [Theory]
    [InlineData("api/hubs/chat/:send?messageTtlSeconds=301", "text/plain", "x", 400)]
    [InlineData("api/hubs/chat/:send?filter=nonsense", "text/plain", "x", 400)]
    [InlineData("api/hubs/no-hyphen/:send", "text/plain", "x", 400)]
    [InlineData("api/hubs/chat/groups/%20/:send", "text/plain", "x", 400)]
    [InlineData("api/hubs/chat/:send", "application/json", "{", 400)]
    [InlineData("api/hubs/chat/:send", "application/json", "", 400)]
    [InlineData("api/hubs/chat/:send", "application/xml", "<x/>", 415)]
    [InlineData("api/hubs/chat/:send", "application/json; charset=utf-8", "{}", 202)]
    [InlineData("api/hubs/chat/users/nobody/:send", "text/plain", "x", 202)]
    [InlineData("api/hubs/chat/connections/nobody/:send", "text/plain", "x", 202)]
    [InlineData("api/hubs/chat/groups/empty/:send", "text/plain", "x", 202)]
    [InlineData("api/hubs/chat/users/nobody/:closeConnections", "text/plain", "", 204)]
    [InlineData("api/hubs/groups/groups/groups/:send", "text/plain", "x", 202)]
    public async Task A_post_is_answered(string path, string contentType, string body, int expected)
    {
        await using var host = await EmulatorHost.StartAsync();

        using var response = await PostAsync(host, path, contentType, Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(1024 * 1024, 202)]
    [InlineData((1024 * 1024) + 1, 413)]
    public async Task A_message_has_a_largest_size(int size, int expected)
    {
        await using var host = await EmulatorHost.StartAsync();

        using var response = await PostAsync(host, "api/hubs/chat/:send", "application/octet-stream", new byte[size]);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_generated_token_connects()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var response = await PostAsync(
            host, "api/hubs/chat/:generateToken?userId=u7&role=webpubsub.sendToGroup&group=g", "text/plain", []);
        var token = (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["token"];

        using var client = await SocketClient.ConnectRawAsync(host, SocketClient.Json, $"access_token={token}");

        Assert.Equal("u7", (string?)(await client.ReceiveAsync())["userId"]);
        Assert.True(host.Chat.Run(view => view.Membership.Exists("g")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"groups":[]}""")]
    [InlineData("""{"groups":["g"," "]}""")]
    [InlineData("""{"groups":["g"],"filter":"userId eq 7"}""")]
    public async Task Bulk_operations_refuse_what_they_cannot_read(string body)
    {
        await using var host = await EmulatorHost.StartAsync();

        foreach (var operation in new[] { ":addToGroups", ":removeFromGroups" })
        {
            using var response = await PostAsync(
                host, $"api/hubs/chat/{operation}", "application/json", Encoding.UTF8.GetBytes(body));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("maxpagesize=0")]
    [InlineData("maxpagesize=201")]
    [InlineData("top=0")]
    [InlineData("top=x")]
    [InlineData("continuationToken=!")]
    public async Task A_wrong_page_is_400(string query)
    {
        await using var host = await EmulatorHost.StartAsync();
        using var http = new HttpClient();
        var url = new Uri(host.Endpoint, $"api/hubs/chat/groups/g/connections?{query}");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestToken.ForServer(url));

        using var response = await http.GetAsync(url);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true, "https://webpubsub.azure.com", 5, 202)]
    [InlineData(true, "https://webpubsub.azure.com", -10, 401)]
    [InlineData(true, "https://management.azure.com", 5, 401)]
    [InlineData(false, "https://webpubsub.azure.com", 5, 401)]
    public async Task An_entra_token_is_taken_where_it_is_trusted(bool trusted, string audience, int minutes, int expected)
    {
        await using var host = await EmulatorHost.StartAsync(new PubSubEmulatorOptions { TrustsEntraTokens = trusted });
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", TestToken.OfEntra(audience, DateTimeOffset.UtcNow.AddMinutes(minutes)));

        using var response = await http.PostAsync(
            new Uri(host.Endpoint, "api/hubs/chat/:send"), new StringContent("x", Encoding.UTF8, "text/plain"));

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_closed_connection_is_told_why_and_gets_1000()
    {
        await using var host = await EmulatorHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host, SocketClient.Json, "u1");
        await client.ReceiveAsync();
        var reason = string.Concat(Enumerable.Repeat("grund ä ", 30));
        using var response = await PostAsync(
            host, $"api/hubs/chat/users/u1/:closeConnections?reason={Uri.EscapeDataString(reason)}", "text/plain", []);

        Assert.Equal(reason, (string?)(await client.ReceiveAsync())["message"]);
        Assert.Equal(1000, await client.UntilClosedAsync());
        Assert.StartsWith(client.CloseDescription!, reason, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        EmulatorHost host, string path, string contentType, byte[] body)
    {
        using var http = new HttpClient();
        var url = new Uri(host.Endpoint, path);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestToken.ForServer(url));
        return await http.SendAsync(request);
    }
}
