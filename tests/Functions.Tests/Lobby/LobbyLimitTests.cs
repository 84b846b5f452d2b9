using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Lobby;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Lobby;

public sealed class LobbyLimitTests : HostedTests
{
    [Fact]
    public async Task A_hundred_may_wait_however_many_knock_at_once()
    {
        var room = await Host.CreateRoomAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, LobbyPlaces.Max + 40).Select(_ => KnockAsync(room.RoomId)));

        Assert.Equal(LobbyPlaces.Max, replies.Count(reply => reply.Status == 202));
        Assert.All(
            replies.Where(reply => reply.Status != 202), reply => reply.AssertProblem(429, ProblemCodes.LobbyFull));
        Assert.Equal("10", replies.First(reply => reply.Status == 429).Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Who_was_decided_about_or_waited_an_hour_makes_room()
    {
        var room = await Host.CreateRoomAsync();
        var first = await KnockAsync(room.RoomId);
        for (var i = 1; i < LobbyPlaces.Max; i++)
        {
            Assert.Equal(202, (await KnockAsync(room.RoomId)).Status);
        }

        (await KnockAsync(room.RoomId)).AssertProblem(429, ProblemCodes.LobbyFull);
        var entry = first.Json.GetProperty("entryId").GetString();
        await Host.PostAsync($"/v2/rooms/{room.RoomId}/entries/{entry}", Host.Token(), """{"decision":"denied"}""");
        Assert.Equal(202, (await KnockAsync(room.RoomId)).Status);
        (await KnockAsync(room.RoomId)).AssertProblem(429, ProblemCodes.LobbyFull);

        Host.Time.Advance(LobbyPlaces.Lifetime);
        Assert.Equal(202, (await KnockAsync(room.RoomId)).Status);
    }

    [Fact]
    public async Task One_rooms_lobby_is_not_anothers()
    {
        var (full, other) = (await Host.CreateRoomAsync(), await Host.CreateRoomAsync());
        await Task.WhenAll(Enumerable.Range(0, LobbyPlaces.Max).Select(_ => KnockAsync(full.RoomId)));

        Assert.Equal(202, (await KnockAsync(other.RoomId)).Status);
    }

    private Task<Reply> KnockAsync(string roomId) => Host.TryJoinAsync(
        roomId,
        Host.Token(claims => claims["permissions"] = new JsonArray("ask_join")),
        new JoinRequest { Mode = ParticipantMode.SignallingOnly });
}
