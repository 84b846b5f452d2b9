using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Storage;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Tenants;

public sealed class TenantTests : HostedTests
{
    private const string Manage = FunctionsHost.ManageKey;

    [Fact]
    public async Task A_new_tenants_key_opens_its_own_rooms_and_no_others()
    {
        var made = await CreateAsync();
        var room = await Host.CreateRoomAsync();

        var own = (await Host.PostAsync("/v2/rooms", Token(made), "{}")).Read(RestJson.Default.RoomResponse);

        Assert.Equal(made.TenantId, own.UserId);
        (await Host.GetAsync($"/v2/rooms/{room.RoomId}", Token(made))).AssertProblem(404, ProblemCodes.RoomNotFound);
        var shown = await Host.GetAsync($"/manage/tenants/{made.TenantId}", Manage);
        Assert.Equal("Acme", shown.Json.GetProperty("name").GetString());
        Assert.DoesNotContain(made.Secret, shown.Text, StringComparison.Ordinal);
        Assert.Contains(
            made.TenantId,
            (await Host.GetAsync("/manage/tenants", Manage)).Read(ManageJson.Default.TenantPage).Data.Select(t => t.TenantId));
    }

    [Fact]
    public async Task Keys_rotate_with_an_overlap()
    {
        var first = await CreateAsync();
        var second = await RotateAsync(first.TenantId, """{"overlapSeconds":60}""");

        Assert.NotEqual((first.ApiKey, first.Secret), (second.ApiKey, second.Secret));
        await AssertGoodAsync(first);
        await AssertGoodAsync(second);

        Host.Time.Advance(TimeSpan.FromSeconds(60));
        (await Host.GetAsync("/v2/rooms", Token(first))).AssertProblem(401, ProblemCodes.ApiKeyUnknown);
        await AssertGoodAsync(second);
    }

    [Fact]
    public async Task A_later_rotation_does_not_lengthen_an_earlier_overlap()
    {
        var first = await CreateAsync();
        await RotateAsync(first.TenantId, """{"overlapSeconds":60}""");
        await RotateAsync(first.TenantId, "{}");

        Host.Time.Advance(TimeSpan.FromSeconds(60));

        (await Host.GetAsync("/v2/rooms", Token(first))).AssertProblem(401, ProblemCodes.ApiKeyUnknown);
    }

    [Fact]
    public async Task A_key_is_revoked_at_once_but_for_the_newest()
    {
        var first = await CreateAsync();
        await AssertGoodAsync(first);
        var second = await RotateAsync(first.TenantId, "{}");

        Assert.Equal(204, (await RevokeAsync(first)).Status);
        (await Host.GetAsync("/v2/rooms", Token(first))).AssertProblem(401, ProblemCodes.ApiKeyUnknown);
        (await RevokeAsync(second)).AssertProblem(409, ProblemCodes.Conflict);
        (await RevokeAsync(first)).AssertProblem(404, ProblemCodes.NotFound);
        await AssertGoodAsync(second);
    }

    [Fact]
    public async Task A_tenant_has_ten_keys_at_a_time()
    {
        var tenant = await CreateAsync();
        for (var i = 0; i < 9; i++)
        {
            await RotateAsync(tenant.TenantId, "{}");
        }

        (await Host.PostAsync($"/manage/tenants/{tenant.TenantId}/keys", Manage, "{}")).AssertProblem(409, ProblemCodes.Conflict);
        Host.Time.Advance(TimeSpan.FromDays(1));
        await RotateAsync(tenant.TenantId, "{}");
    }

    [Fact]
    public async Task Nothing_of_a_disabled_tenant_is_good()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        var invite = (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", Host.Token(), """{"role":"viewer"}"""))
            .Read(RestJson.Default.InviteResponse);

        await UpdateAsync(DevelopmentTenant.TenantId, """{"disabled":true}""");

        (await Host.GetAsync("/v2/rooms", Host.Token())).AssertProblem(403, ProblemCodes.TenantDisabled);
        (await Host.TryJoinAsync(room.RoomId, Host.JoinToken())).AssertProblem(403, ProblemCodes.TenantDisabled);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", joined.Ticket.Token, null))
            .AssertProblem(403, ProblemCodes.TenantDisabled);
        Assert.Equal(410, (await Host.PostAsync($"/v2/invites/{invite.Code}/exchange", null, null)).Status);

        await UpdateAsync(DevelopmentTenant.TenantId, """{"disabled":false}""");
        Assert.Equal(200, (await Host.GetAsync("/v2/rooms", Host.Token())).Status);
    }

    [Fact]
    public async Task Another_process_hears_of_it_within_seconds()
    {
        Assert.Equal(200, (await Host.GetAsync("/v2/rooms", Host.Token())).Status);
        var other = new TenantStore(Host.Service<ITableStore>(), Host.Service<SecretVault>(), Host.Time);
        await other.ChangeAsync(DevelopmentTenant.TenantId, tenant => tenant! with { Disabled = true }, default);

        Host.Time.Advance(TenantStore.Memory);

        (await Host.GetAsync("/v2/rooms", Host.Token())).AssertProblem(403, ProblemCodes.TenantDisabled);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"a\u0000"}""")]
    [InlineData("""{"name":"a","limits":{"burst":0}}""")]
    [InlineData("""{"name":"a","limits":{"requestsPerSecond":1000000}}""")]
    public async Task A_wrong_tenant_is_not_made(string body) =>
        (await Host.PostAsync("/manage/tenants", Manage, body)).AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task Without_a_management_key_there_is_no_management()
    {
        await using var host = await FunctionsHost.StartAsync(configure: options => options with { ManageKey = null });

        (await host.GetAsync("/manage/tenants", Manage)).AssertProblem(404, ProblemCodes.NotFound);
    }

    private async Task<TenantSecretResponse> CreateAsync() =>
        (await Host.PostAsync("/manage/tenants", Manage, """{"name":"Acme"}""")).Read(ManageJson.Default.TenantSecretResponse);

    private async Task<TenantSecretResponse> RotateAsync(string tenantId, string body) =>
        (await Host.PostAsync($"/manage/tenants/{tenantId}/keys", Manage, body)).Read(ManageJson.Default.TenantSecretResponse);

    private Task<Reply> RevokeAsync(TenantSecretResponse key) =>
        Host.SendAsync(HttpMethod.Delete, $"/manage/tenants/{key.TenantId}/keys/{key.ApiKey}", Manage, null);

    private async Task UpdateAsync(string tenantId, string body) => (await Host.SendAsync(
        HttpMethod.Patch, $"/manage/tenants/{tenantId}", Manage, FunctionsHost.Json(body))).Read(ManageJson.Default.TenantResponse);

    private async Task AssertGoodAsync(TenantSecretResponse key) =>
        Assert.Equal(200, (await Host.GetAsync("/v2/rooms", Token(key))).Status);

    private string Token(TenantSecretResponse key) => Host.Token(claims => claims["apikey"] = key.ApiKey, key.Secret);
}
