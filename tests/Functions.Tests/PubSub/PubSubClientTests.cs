using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Functions.PubSub;

namespace Serverless.Functions.Tests.PubSub;

public sealed class PubSubClientTests
{
    private const string Key = "0123456789abcdef0123456789abcdef0123456789==";

    private static readonly byte[] Json = """{"n":1}"""u8.ToArray();

    [Fact]
    public async Task Sends_json_to_a_group()
    {
        await using var stub = await StubService.StartAsync(202);

        await Client(stub.Endpoint).SendToGroupAsync("room.1.feed", Json);

        var request = Assert.Single(stub.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/api/hubs/live/groups/room.1.feed/:send?api-version=2024-12-01", request.Target);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal("""{"n":1}""", request.Body);
    }

    [Theory]
    [InlineData("g /1", "g%20%2F1")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("50%", "50%25")]
    [InlineData("ü", "%C3%BC")]
    public async Task Names_are_escaped_as_one_segment(string name, string escaped)
    {
        await using var stub = await StubService.StartAsync(202, 204);

        await Client(stub.Endpoint).SendToUserAsync(name, Json);
        await Client(stub.Endpoint).CloseGroupAsync(name, "bye & thanks");

        Assert.Equal(
            [
                $"/api/hubs/live/users/{escaped}/:send?api-version=2024-12-01",
                $"/api/hubs/live/groups/{escaped}/:closeConnections?api-version=2024-12-01&reason=bye%20%26%20thanks",
            ],
            stub.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_that_a_url_cannot_carry_is_refused(string name)
    {
        await using var stub = await StubService.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Client(stub.Endpoint).SendToGroupAsync(name, Json));

        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_request_is_signed_for_its_own_url()
    {
        await using var stub = await StubService.StartAsync(204);
        await Client(stub.Endpoint).CloseUserAsync("u1", "bye");

        var token = Assert.Single(stub.Requests).Authorization["Bearer ".Length..];
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidAudience = $"{stub.Endpoint}/api/hubs/live/users/u1/:closeConnections",
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_the_service_refused_is_sent_again(int status)
    {
        await using var stub = await StubService.StartAsync(status, 202);

        await Client(stub.Endpoint).SendToGroupAsync("g", Json);

        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(400)]
    [InlineData(401)]
    public async Task What_the_service_may_have_taken_is_not_sent_again(int status)
    {
        await using var stub = await StubService.StartAsync(status, 202);

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => Client(stub.Endpoint).SendToGroupAsync("g", Json));

        Assert.Equal(status, error.Status);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_connection_lost_after_the_request_is_not_tried_again()
    {
        await using var stub = await StubService.StartAsync(0, 202);

        await Assert.ThrowsAsync<RequestFailedException>(() => Client(stub.Endpoint).SendToGroupAsync("g", Json));

        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_connection_lost_on_a_reused_socket_is_not_tried_again()
    {
        await using var stub = await StubService.StartAsync(202, 0, 202);
        var client = Client(stub.Endpoint);
        await client.SendToGroupAsync("g", Json);

        await Assert.ThrowsAsync<RequestFailedException>(() => client.SendToGroupAsync("g", Json));

        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(0)]
    public async Task What_may_be_done_twice_is_sent_again_whatever_became_of_it(int status)
    {
        await using var stub = await StubService.StartAsync(status, 204);

        await Client(stub.Endpoint).CloseUserAsync("u1", "bye");

        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task There_is_an_end_to_trying()
    {
        await using var stub = await StubService.StartAsync(500, 500, 500, 204);

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Client(stub.Endpoint).CloseUserAsync("u1", "bye"));

        Assert.Equal(500, error.Status);
        Assert.Equal(1 + Options().MaxRetries, stub.Requests.Count);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_and_then_reported()
    {
        // Bound but not listening: the kernel refuses, and nobody else can take the port.
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => Client($"http://{bound.LocalEndPoint}").SendToGroupAsync("g", Json));

        var tries = Assert.IsType<AggregateException>(error.InnerException).InnerExceptions;
        Assert.Equal(1 + Options().MaxRetries, tries.Count);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_key_nor_token_is_in_an_error()
    {
        await using var stub = await StubService.StartAsync(403);

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => Client(stub.Endpoint).SendToGroupAsync("g", Json));

        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_url_carries_a_token_for_its_audience()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var client = Client("https://x.webpubsub.azure.com", new FakeTimeProvider(now));

        var url = await client.GetClientAccessUriAsync(
            "k1", ["webpubsub.sendToGroup.room.1.up"], ["p.k1"], TimeSpan.FromMinutes(30));

        Assert.Equal("wss://x.webpubsub.azure.com/client/hubs/live", url.GetLeftPart(UriPartial.Path));
        var token = new JsonWebToken(url.Query["?access_token=".Length..]);
        Assert.Equal("https://x.webpubsub.azure.com/client/hubs/live", Assert.Single(token.Audiences));
        Assert.Equal("k1", token.Subject);
        Assert.Equal("webpubsub.sendToGroup.room.1.up", token.GetClaim("role").Value);
        Assert.Equal("p.k1", token.GetClaim("webpubsub.group").Value);
        Assert.Equal(now.UtcDateTime.AddMinutes(30), token.ValidTo);
    }

    private static PubSubClient Client(string endpoint, TimeProvider? time = null) =>
        new(PubSubConnectionString.Parse($"Endpoint={endpoint};AccessKey={Key};Version=1.0;"), "live", Options(time));

    private static PubSubClientOptions Options(TimeProvider? time = null) =>
        new() { MaxRetries = 2, RetryDelay = TimeSpan.FromMilliseconds(1), Time = time ?? TimeProvider.System };
}
