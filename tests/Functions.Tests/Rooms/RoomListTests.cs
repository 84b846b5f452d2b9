using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Rooms;

public sealed class RoomListTests : HostedTests
{
    [Fact]
    public async Task Rooms_are_listed_newest_first_by_pages()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await Host.CreateRoomAsync()).RoomId);
            Host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await ListAsync("?page=1&perPage=2");
        var last = await ListAsync("?page=3&perPage=2");
        var beyond = await ListAsync("?page=9&perPage=2");

        Assert.Equal([made[4], made[3]], first.Data.Select(room => room.RoomId));
        Assert.Equal(new PageInfo(1, 2, 3, 5), first.PageInfo);
        Assert.Equal([made[0]], last.Data.Select(room => room.RoomId));
        Assert.Empty(beyond.Data);
        Assert.Equal(new PageInfo(9, 2, 3, 5), beyond.PageInfo);
    }

    [Fact]
    public async Task Without_a_page_it_is_the_first_of_20()
    {
        await Host.CreateRoomAsync();

        Assert.Equal(new PageInfo(1, 20, 1, 1), (await ListAsync("")).PageInfo);
        Assert.Equal(100, (await ListAsync("?perPage=1000")).PageInfo.PerPage);
    }

    [Fact]
    public async Task A_query_names_exactly_one_room()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"town-hall"}""");
        await Host.CreateRoomAsync();

        Assert.Equal(room.RoomId, Assert.Single((await ListAsync("?query=town-hall")).Data).RoomId);
        Assert.Equal(room.RoomId, Assert.Single((await ListAsync($"?query={room.RoomId}")).Data).RoomId);
        Assert.Empty((await ListAsync("?query=town")).Data);
    }

    [Fact]
    public async Task A_room_that_was_there_already_is_listed_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Host.CreateRoomAsync("""{"customRoomId":"same"}""")));

        Assert.Equal(1, (await ListAsync("")).PageInfo.Total);
    }

    [Fact]
    public async Task Another_tenants_rooms_and_other_rooms_than_the_tokens_are_not_listed()
    {
        var room = await Host.CreateRoomAsync();
        await Host.CreateRoomAsync();
        var forOne = Host.Token(claims => claims["roomId"] = room.RoomId);

        Assert.Empty((await ListAsync("", Host.OtherTenantsToken())).Data);
        Assert.Empty((await ListAsync($"?query={room.RoomId}", Host.OtherTenantsToken())).Data);
        Assert.Equal(room.RoomId, Assert.Single((await ListAsync("", forOne)).Data).RoomId);
    }

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-1")]
    [InlineData("?perPage=many")]
    [InlineData("?page=99999999999")]
    public async Task A_page_that_is_none_is_refused(string query) =>
        (await Host.GetAsync("/v2/rooms" + query, Host.Token())).AssertProblem(400, ProblemCodes.InvalidRequest);

    private async Task<RoomPage> ListAsync(string query, string? bearer = null) =>
        (await Host.GetAsync("/v2/rooms" + query, bearer ?? Host.Token())).Read(BackEndJson.Default.RoomPage);
}
