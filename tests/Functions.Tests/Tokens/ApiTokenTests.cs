using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Tokens;

public sealed class ApiTokenTests : HostedTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    public async Task A_token_is_taken_bare_or_as_Bearer(string prefix) =>
        Assert.Equal(200, (await Host.PostAsync("/v2/rooms", prefix + Host.Token(), "{}")).Status);

    [Fact]
    public async Task The_example_servers_token_without_version_and_roles_is_taken() =>
        Assert.Equal(200, (await Host.PostAsync("/v2/rooms", Host.Token(), """{"region":"sg001"}""")).Status);

    [Fact]
    public async Task No_token_is_missing()
    {
        (await Host.PostAsync("/v2/rooms", null, "{}")).AssertProblem(401, ProblemCodes.TokenMissing);
        (await Host.PostAsync("/v2/rooms", "Bearer", "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);
        (await Host.PostAsync("/v2/rooms", "Bearer  ", "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.")]
    [InlineData("e30.bnVsbA.x")]
    [InlineData("e30.W10.x")]
    public async Task What_is_no_JWT_is_invalid(string token) =>
        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);

    [Fact]
    public async Task A_token_with_another_secret_is_invalid()
    {
        var token = Host.Token(secret: FunctionsHost.OtherSecret);

        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    public async Task Only_HS256_is_taken(string header)
    {
        var payload = TestJwt.Payload(Host.Token());
        var token = TestJwt.Sign(JsonNode.Parse(payload.GetRawText())!.AsObject(), FunctionsHost.Secret, header);

        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);
    }

    [Fact]
    public async Task A_token_without_its_signature_is_invalid()
    {
        var token = Host.Token();

        (await Host.PostAsync("/v2/rooms", token[..(token.LastIndexOf('.') + 1)], "{}"))
            .AssertProblem(401, ProblemCodes.TokenInvalid);
    }

    [Fact]
    public async Task An_unknown_api_key_is_named()
    {
        var token = Host.Token(claims => claims["apikey"] = "nobody");
        var strange = Host.Token(claims => claims["apikey"] = "a/b#c");

        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(401, ProblemCodes.ApiKeyUnknown);
        (await Host.PostAsync("/v2/rooms", strange, "{}")).AssertProblem(401, ProblemCodes.ApiKeyUnknown);
    }

    [Fact]
    public async Task A_token_ends_at_exp_with_half_a_minute_for_clocks_that_differ()
    {
        var token = Host.Token();

        Host.Time.Advance(TimeSpan.FromSeconds(629));
        Assert.Equal(200, (await Host.PostAsync("/v2/rooms", token, "{}")).Status);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(401, ProblemCodes.TokenExpired);
    }

    public static TheoryData<string, string> BadClaims => new()
    {
        { """{"exp":null}""", ProblemCodes.TokenInvalid },
        { """{"exp":"soon"}""", ProblemCodes.TokenInvalid },
        { """{"nbf":99999999999}""", ProblemCodes.TokenInvalid },
        { """{"iat":99999999999}""", ProblemCodes.TokenInvalid },
        { """{"version":1}""", ProblemCodes.TokenInvalid },
        { """{"version":"2"}""", ProblemCodes.TokenInvalid },
        { """{"roomId":""}""", ProblemCodes.TokenInvalid },
        { """{"participantId":7}""", ProblemCodes.TokenInvalid },
        { """{"metadata":[]}""", ProblemCodes.TokenInvalid },
        { """{"mode":"ADMIN"}""", ProblemCodes.TokenInvalid },
        { """{"publish":["hologram"]}""", ProblemCodes.TokenInvalid },
        { """{"permissions":null}""", ProblemCodes.PermissionsInvalid },
        { """{"permissions":[]}""", ProblemCodes.PermissionsInvalid },
        { """{"permissions":[null,"fly"]}""", ProblemCodes.PermissionsInvalid },
        { """{"permissions":"allow_mod"}""", ProblemCodes.TokenInvalid },
        { """{"permissions":["ask_join","allow_join"]}""", ProblemCodes.PermissionsInvalid },
        { """{"permissions":["ask_join","allow_mod"]}""", ProblemCodes.PermissionsInvalid },
    };

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task Claims_that_are_wrong_are_named(string changes, string code)
    {
        var token = Host.Token(claims =>
        {
            foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            {
                claims[name] = value?.DeepClone();
            }
        });

        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(401, code);
    }

    [Fact]
    public async Task An_rtc_token_joins_and_may_not_use_REST()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.Token(claims => claims["roles"] = new JsonArray("rtc"));

        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(403, ProblemCodes.RoleForbidden);
        (await Host.GetAsync($"/v2/rooms/{room.RoomId}", token)).AssertProblem(403, ProblemCodes.RoleForbidden);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", token, """{"role":"viewer"}"""))
            .AssertProblem(403, ProblemCodes.RoleForbidden);
        (await Host.PostAsync("/v2/sessions/end", token, $$"""{"roomId":"{{room.RoomId}}"}"""))
            .AssertProblem(403, ProblemCodes.RoleForbidden);
        await Host.JoinAsync(room.RoomId, token);
    }

    [Theory]
    [InlineData("crawler")]
    [InlineData("CRAWLER")]
    public async Task A_crawler_token_uses_REST_and_may_not_join(string role)
    {
        var token = Host.Token(claims => claims["roles"] = new JsonArray(role));
        var room = (await Host.PostAsync("/v2/rooms", token, "{}")).Read(RestJson.Default.RoomResponse);

        (await Host.TryJoinAsync(room.RoomId, token)).AssertProblem(403, ProblemCodes.RoleForbidden);
    }

    [Fact]
    public async Task Without_allow_mod_nothing_is_made_or_ended()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken();

        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(403, ProblemCodes.PermissionDenied);
        (await Host.PostAsync("/v2/rooms/deactivate", token, $$"""{"roomId":"{{room.RoomId}}"}"""))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", token, """{"role":"host"}"""))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        (await Host.PostAsync("/v2/sessions/end", token, $$"""{"roomId":"{{room.RoomId}}"}"""))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        Assert.Equal(200, (await Host.GetAsync($"/v2/rooms/{room.RoomId}", token)).Status);
    }

    [Fact]
    public async Task Without_allow_join_nobody_joins()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.Token(claims => claims["permissions"] = new JsonArray("allow_mod"));

        (await Host.TryJoinAsync(room.RoomId, token)).AssertProblem(403, ProblemCodes.PermissionDenied);
    }

    [Fact]
    public async Task A_token_for_one_room_opens_no_other()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"mine"}""");
        var other = await Host.CreateRoomAsync();
        var token = Host.Token(claims => claims["roomId"] = room.RoomId);
        var byName = Host.Token(claims => claims["roomId"] = "mine");

        await Host.JoinAsync(room.RoomId, token);
        await Host.JoinAsync("mine", byName);
        (await Host.TryJoinAsync(other.RoomId, token)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.GetAsync($"/v2/rooms/{other.RoomId}", token)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.PostAsync("/v2/rooms", token, "{}")).AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.PostAsync($"/v2/rooms/{other.RoomId}/invites", token, """{"role":"host"}"""))
            .AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.PostAsync("/v2/sessions/end", token, $$"""{"roomId":"{{other.RoomId}}"}"""))
            .AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.PostAsync("/v2/rooms/deactivate", token, $$"""{"roomId":"{{other.RoomId}}"}"""))
            .AssertProblem(403, ProblemCodes.WrongRoom);
    }

    [Fact]
    public async Task A_ticket_or_an_internal_token_is_no_API_token()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        (await Host.PostAsync("/v2/rooms", joined.Ticket.Token, "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);
        (await Host.PostAsync("/v2/rooms", Host.WorkerToken("w1"), "{}")).AssertProblem(401, ProblemCodes.TokenInvalid);
    }

    [Fact]
    public async Task Tokens_secrets_codes_and_names_are_not_logged()
    {
        var room = await Host.CreateRoomAsync();
        var invite = (await Host.PostAsync($"/v2/rooms/{room.RoomId}/invites", Host.Token(), """{"role":"viewer"}"""))
            .Read(RestJson.Default.InviteResponse);
        Assert.Equal(200, (await Host.PostAsync($"/v2/invites/{invite.Code}/exchange", null, null)).Status);
        var token = Host.Token(claims => claims["participantId"] = "u-secretive");
        await Host.JoinAsync(room.RoomId, token, new JoinRequest { Offer = "v=0\r\n", DisplayName = "Zebulon" });
        Worker.Refusal = new Problem("t", "t", 500, "d", "internal", "d");
        await Host.TryJoinAsync(room.RoomId, token);
        await Worker.DisposeAsync();
        await Host.TryJoinAsync(room.RoomId, token);

        Assert.Contains(Host.Logs.Lines, line => line.Contains("w1", StringComparison.Ordinal));
        Assert.All(Host.Logs.Lines, line =>
        {
            foreach (var secret in (string[])
                [token, invite.Code, FunctionsHost.Secret, FunctionsHost.WorkerKey, FunctionsHost.PubSubKey, "Zebulon", "u-secretive"])
            {
                Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
            }
        });
    }
}
