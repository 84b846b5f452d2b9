using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Tokens;

public sealed class MintTests : HostedTests
{
    [Fact]
    public async Task A_minted_token_joins_as_who_it_names_and_does_nothing_else()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"town-hall"}""");

        var minted = await MintAsync("""
            {"roomId":"town-hall","participantId":"u-ann","name":"Ann","metadata":{"city":"Oslo"},"publish":["camera"],"expiresInSeconds":60}
            """);

        Assert.Equal(Host.Time.GetUtcNow().AddSeconds(60), minted.ExpiresAt);
        var joined = await Host.JoinAsync(room.RoomId, minted.Token);
        var ticket = FunctionsHost.TicketOf(joined);
        Assert.Equal(("u-ann", "Ann", 1), (ticket.ParticipantId, ticket.DisplayName, ticket.Publish.Count));
        (await Host.PostAsync("/v2/rooms", minted.Token, "{}")).AssertProblem(403, ProblemCodes.RoleForbidden);
        var other = await Host.CreateRoomAsync();
        (await Host.TryJoinAsync(other.RoomId, minted.Token)).AssertProblem(403, ProblemCodes.WrongRoom);
    }

    [Fact]
    public async Task Nobody_gives_away_more_than_they_have()
    {
        var (mine, other) = (await Host.CreateRoomAsync(), await Host.CreateRoomAsync());
        var narrow = Host.Token(claims =>
        {
            claims["roomId"] = mine.RoomId;
            claims["participantId"] = "u-ann";
        });

        (await TryMintAsync($$"""{"roomId":"{{other.RoomId}}"}""", narrow)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await TryMintAsync("""{"participantId":"u-bo"}""", narrow)).AssertProblem(403, ProblemCodes.WrongParticipant);
        var claims = TestJwt.Payload((await MintAsync("{}", narrow)).Token);
        Assert.Equal(
            (mine.RoomId, "u-ann"),
            (claims.GetProperty("roomId").GetString(), claims.GetProperty("participantId").GetString()));
        (await TryMintAsync("""{"roomId":"nowhere"}""")).AssertProblem(404, ProblemCodes.RoomNotFound);
    }

    [Theory]
    [InlineData("""{"expiresInSeconds":59}""")]
    [InlineData("""{"expiresInSeconds":86401}""")]
    [InlineData("""{"permissions":[]}""")]
    [InlineData("""{"permissions":["ask_join","allow_mod"]}""")]
    [InlineData("""{"permissions":["everything"]}""")]
    [InlineData("""{"participantId":""}""")]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("""{"name":"a\u0007"}""")]
    public async Task A_wrong_token_is_not_made(string body) =>
        (await TryMintAsync(body)).AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task Two_tokens_of_one_moment_are_two() =>
        Assert.NotEqual((await MintAsync("{}")).Token, (await MintAsync("{}")).Token);

    private Task<Reply> TryMintAsync(string body, string? bearer = null) =>
        Host.PostAsync("/v2/tokens", bearer ?? Host.Token(), body);

    private async Task<MintTokenResponse> MintAsync(string body, string? bearer = null) =>
        (await TryMintAsync(body, bearer)).Read(BackEndJson.Default.MintTokenResponse);
}
