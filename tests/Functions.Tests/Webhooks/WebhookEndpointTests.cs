using System.Text.Json.Nodes;
using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Webhooks;

public sealed class WebhookEndpointTests : HostedTests
{
    private static readonly (string Method, string Path, string? Body)[] Routes =
    [
        ("POST", "/v2/webhooks", """{"endPoint":"https://hook.example/"}"""),
        ("GET", "/v2/webhooks", null),
        ("GET", "/v2/webhooks/wh-1", null),
        ("DELETE", "/v2/webhooks/wh-1", null),
        ("GET", "/v2/webhooks/secret", null),
        ("POST", "/v2/webhooks/secret/rotate", null),
        ("GET", "/v2/webhooks/dead-letters", null),
        ("POST", "/v2/webhooks/dead-letters/replay", """{"ids":["x"]}"""),
    ];

    [Fact]
    public async Task Only_a_back_end_that_speaks_for_the_whole_tenant_may_ask()
    {
        (string? Token, int Status)[] callers =
        [
            (null, 401),
            ("garbage", 401),
            (Host.JoinToken(), 403),
            (Host.Token(claims => claims["roles"] = new JsonArray("rtc")), 403),
            (Host.Token(claims => claims["roomId"] = "a-room"), 403),
            (Host.Token(claims => claims["participantId"] = "ann"), 403),
        ];
        foreach (var (method, path, body) in Routes)
        {
            foreach (var (token, status) in callers)
            {
                var reply = await Host.SendAsync(
                    new HttpMethod(method), path, token, body is null ? null : FunctionsHost.Json(body));
                Assert.True(status == reply.Status, $"{method} {path} with {token}: {reply.Status}");
            }
        }
    }

    [Fact]
    public async Task A_webhook_is_made_shown_listed_and_taken_away()
    {
        var made = (await Host.PostAsync(
            "/v2/webhooks", Host.Token(), """{"endPoint":"https://hook.example/x","events":["session*"]}"""))
            .Read(BackEndJson.Default.WebhookResponse);
        Assert.Equal(("https://hook.example/x", "active", 0), (made.EndPoint, made.State, made.Failures));

        var shown = (await Host.GetAsync($"/v2/webhooks/{made.Id}", Host.Token())).Read(BackEndJson.Default.WebhookResponse);
        var listed = (await Host.GetAsync("/v2/webhooks", Host.Token())).Read(BackEndJson.Default.WebhookList);
        Assert.Equal(made.Id, shown.Id);
        Assert.Equal(["session*"], Assert.Single(listed.Data).Events);

        var path = $"/v2/webhooks/{made.Id}";
        (await Host.GetAsync(path, Host.OtherTenantsToken())).AssertProblem(404, ProblemCodes.NotFound);
        (await Host.SendAsync(HttpMethod.Delete, path, Host.OtherTenantsToken(), null)).AssertProblem(404, ProblemCodes.NotFound);
        Assert.Equal(204, (await Host.SendAsync(HttpMethod.Delete, path, Host.Token(), null)).Status);
        (await Host.SendAsync(HttpMethod.Delete, path, Host.Token(), null)).AssertProblem(404, ProblemCodes.NotFound);
        Assert.Empty((await Host.GetAsync("/v2/webhooks", Host.Token())).Read(BackEndJson.Default.WebhookList).Data);
    }

    [Theory]
    [InlineData("""{"endPoint":"/relative"}""")]
    [InlineData("""{"endPoint":"ftp://hook.example/"}""")]
    [InlineData("""{"endPoint":"https://user:secret@hook.example/"}""")]
    [InlineData("""{"endPoint":"https://hook.example/","events":[""]}""")]
    [InlineData("""{"endPoint":"https://hook.example/","events":[null]}""")]
    [InlineData("""{"endPoint":null}""")]
    [InlineData("""{}""")]
    public async Task A_wrong_webhook_is_refused(string body) =>
        (await Host.PostAsync("/v2/webhooks", Host.Token(), body)).AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task Each_tenant_has_a_few_however_many_ask_at_once()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Host.PostAsync(
            "/v2/webhooks", Host.Token(), $$"""{"endPoint":"https://hook.example/{{i}}"}""")));

        Assert.Equal(TenantWebhooks.MaxEndpoints, replies.Count(reply => reply.Status == 201));
        Assert.All(
            replies.Where(reply => reply.Status != 201),
            reply => reply.AssertProblem(409, ProblemCodes.WebhookLimit));
    }

    [Theory]
    [InlineData("?perPage=0")]
    [InlineData("?perPage=101")]
    [InlineData("?perPage=x")]
    [InlineData("?after=%2F")]
    public async Task A_wrong_page_is_refused(string query) =>
        (await Host.GetAsync($"/v2/webhooks/dead-letters{query}", Host.Token()))
            .AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task The_key_is_for_everybody_and_stays()
    {
        var first = await Host.GetAsync("/v2/public/rsa-public-key");
        var second = await Host.GetAsync("/v2/public/rsa-public-key");

        Assert.Equal(200, first.Status);
        Assert.Equal(first.Text, second.Text);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", first.Json.GetProperty("publicKey").GetString(), StringComparison.Ordinal);
    }
}
