using System.Net;
using Serverless.Contracts.Rest;
using Serverless.Functions.Limits;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Limits;

public sealed class RateLimitTests
{
    /// <summary>So slow that nothing comes back while a test runs.</summary>
    private static readonly RateLimit Three = new(1, TimeSpan.FromHours(1), 3);

    [Fact]
    public async Task An_address_that_asks_too_much_waits_and_others_do_not()
    {
        await using var host = await StartAsync(options => options with { PerAddress = Three });

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await HealthAsync(host, "198.51.100.7")).Status);
        }

        var refused = await HealthAsync(host, "198.51.100.7");
        refused.AssertProblem(429, ProblemCodes.RateLimited);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
        Assert.Equal(200, (await HealthAsync(host, "198.51.100.8")).Status);
        Assert.Equal(401, (await host.PostAsync("/internal/workers/w1/pubsub", null, null)).Status);
    }

    [Fact]
    public async Task What_a_caller_writes_into_the_header_does_not_count()
    {
        await using var host = await StartAsync(options => options with { PerAddress = Three });

        for (var i = 0; i < 3; i++)
        {
            await HealthAsync(host, $"203.0.113.{i}, 198.51.100.7");
        }

        Assert.Equal(429, (await HealthAsync(host, "203.0.113.9, 198.51.100.7")).Status);
    }

    [Fact]
    public async Task An_IPv6_network_is_one_caller()
    {
        await using var host = await StartAsync(options => options with { PerAddress = Three });

        for (var i = 1; i <= 3; i++)
        {
            await HealthAsync(host, $"2001:db8:0:1::{i}");
        }

        Assert.Equal(429, (await HealthAsync(host, "[2001:db8:0:1::99]:4711")).Status);
        Assert.Equal(200, (await HealthAsync(host, "2001:db8:0:2::1")).Status);
    }

    [Fact]
    public async Task A_tenant_that_asks_too_much_waits_and_others_do_not()
    {
        await using var host = await StartAsync(options => options with { PerTenant = Three });

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await host.GetAsync("/v2/rooms", host.Token())).Status);
        }

        // Nobody uses up a tenant's calls without its secret.
        (await host.GetAsync("/v2/rooms", host.Token(secret: "a wrong one of thirty-two characters"))).AssertProblem(401, ProblemCodes.TokenInvalid);
        (await host.GetAsync("/v2/rooms", host.Token())).AssertProblem(429, ProblemCodes.RateLimited);
        Assert.Equal(200, (await host.GetAsync("/v2/rooms", host.OtherTenantsToken())).Status);
    }

    [Fact]
    public async Task A_tenants_own_limits_replace_the_systems()
    {
        await using var host = await StartAsync(options => options with { PerTenant = Three });

        await host.SendAsync(
            HttpMethod.Patch, "/manage/tenants/t-dev", FunctionsHost.ManageKey,
            FunctionsHost.Json("""{"limits":{"requestsPerSecond":1000,"burst":1000}}"""));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await host.GetAsync("/v2/rooms", host.Token())).Status);
        }
    }

    [Fact]
    public async Task A_participant_that_asks_too_much_waits_and_others_of_the_room_do_not()
    {
        await using var host = await StartAsync(options => options with { PerParticipant = Three });
        await using var worker = await host.StartWorkerAsync();
        var room = await host.CreateRoomAsync();
        var (ann, bo) = (await host.JoinAsync(room.RoomId, host.JoinToken()), await host.JoinAsync(room.RoomId, host.JoinToken()));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", ann.Ticket.Token, "")).Status);
        }

        (await host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", ann.Ticket.Token, "")).AssertProblem(429, ProblemCodes.RateLimited);
        Assert.Equal(200, (await host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", bo.Ticket.Token, "")).Status);
    }

    [Theory]
    [InlineData("9.9.9.9", "9.9.9.9")]
    [InlineData("8.8.8.8, 9.9.9.9:4711", "9.9.9.9")]
    [InlineData("8.8.8.8, 9.9.9.9, 10.0.0.4:1234, 169.254.130.1", "9.9.9.9")]
    [InlineData("10.0.0.4, 192.168.1.1", null)]
    [InlineData("unknown, [2a00:1450::1]:443", "2a00:1450::1")]
    [InlineData("", null)]
    public void Behind_the_Functions_host_the_nearest_public_address_called(string header, string? expected) =>
        Assert.Equal(expected is null ? null : IPAddress.Parse(expected), CallerAddress.NearestPublic(header));

    [Theory]
    [InlineData("198.51.100.7", 1, "198.51.100.7")]
    [InlineData("198.51.100.7:4711", 1, "198.51.100.7")]
    [InlineData("1.1.1.1, 198.51.100.7, 10.0.0.1", 2, "198.51.100.7")]
    [InlineData("198.51.100.7", 2, "198.51.100.7")]
    [InlineData("[2001:db8::1]:443", 1, "2001:db8::1")]
    [InlineData("unknown", 1, null)]
    [InlineData("", 1, null)]
    [InlineData(",,", 1, null)]
    public void The_outermost_trusted_proxy_says_who_called(string header, int hops, string? expected) =>
        Assert.Equal(expected is null ? null : IPAddress.Parse(expected), CallerAddress.Forwarded(header, hops));

    private static Task<FunctionsHost> StartAsync(Func<RateLimitOptions, RateLimitOptions> change) =>
        FunctionsHost.StartAsync(configure: options => options with
        {
            RateLimits = change(new RateLimitOptions { TrustedHops = 1 }),
        });

    private static Task<Reply> HealthAsync(FunctionsHost host, string forwardedFor) => host.SendAsync(
        HttpMethod.Get, "/v2/health", null, null, ("X-Forwarded-For", forwardedFor));
}
