using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class SessionDirectoryTests : HostedTests
{
    [Fact]
    public async Task Sessions_are_listed_newest_first_with_their_people()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"town-hall"}""");
        var first = await Host.JoinAsync(room.RoomId, Host.Token(claims => claims["participantId"] = "u-ann"));
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await EndAsync(room.RoomId);
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.ReportAsync("w1", Worker.Url);
        var second = await Host.JoinAsync(room.RoomId, Host.Token(), new JoinRequest { DisplayName = "Bo", Offer = "v=0" });

        var page = await ListAsync("");

        Assert.Equal(new PageInfo(1, 20, 1, 2), page.PageInfo);
        Assert.Equal([second.Session.SessionId, first.Session.SessionId], page.Data.Select(session => session.Id));
        Assert.Equal([("ongoing", "town-hall"), ("ended", "town-hall")], page.Data.Select(s => (s.Status, s.CustomRoomId!)));
        var ann = Assert.Single(page.Data[1].Participants!);
        Assert.Equal("u-ann", ann.ParticipantId);
        // Whoever was still there left with the session.
        Assert.Equal([new TimeSpent(page.Data[1].Start, page.Data[1].End)], ann.Timelog);
        Assert.Equal("Bo", Assert.Single(page.Data[0].Participants!).Name);
        Assert.Contains("\"end\":null", (await Host.GetAsync("/v2/sessions", Host.Token())).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_are_filtered_by_room_status_and_start()
    {
        var hall = await Host.CreateRoomAsync("""{"customRoomId":"hall"}""");
        var cave = await Host.CreateRoomAsync();
        var old = await Host.JoinAsync(hall.RoomId, Host.Token());
        await EndAsync(hall.RoomId);
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        var between = Host.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var live = await Host.JoinAsync(hall.RoomId, Host.Token());
        var other = await Host.JoinAsync(cave.RoomId, Host.Token());

        var (oldId, liveId, otherId) = (old.Session.SessionId, live.Session.SessionId, other.Session.SessionId);
        await AssertListAsync("?roomId=" + hall.RoomId, liveId, oldId);
        await AssertListAsync("?customRoomId=hall", liveId, oldId);
        await AssertListAsync("?query=hall&status=ended", oldId);
        await AssertListAsync($"?roomId={hall.RoomId}&status=ongoing&perPage=1", liveId);
        await AssertListAsync("?status=ended", oldId);
        await AssertListAsync($"?startDate={between}&roomId={cave.RoomId}", otherId);
        await AssertListAsync($"?endDate={between - 1}", oldId);
        await AssertListAsync($"?startDate={between}&endDate={between}&roomId={hall.RoomId}", liveId);
        await AssertListAsync("?roomId=nowhere");
        Assert.Equal(2, (await ListAsync($"?startDate={between}")).PageInfo.Total);
    }

    [Theory]
    [InlineData("?status=paused")]
    [InlineData("?startDate=yesterday")]
    [InlineData("?endDate=-1")]
    [InlineData("?endDate=9223372036854775807")]
    [InlineData("?perPage=0")]
    public async Task A_wrong_filter_is_refused(string query) =>
        (await Host.GetAsync("/v2/sessions" + query, Host.Token())).AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task A_person_who_comes_again_has_one_entry_with_both_times()
    {
        var room = await Host.CreateRoomAsync();
        var stays = await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = "u-stays"));
        var ann = Host.Token(claims => claims["participantId"] = "u-ann");
        var first = await Host.JoinAsync(room.RoomId, ann, new JoinRequest { Mode = Serverless.Contracts.Tokens.ParticipantMode.ReceiveOnly, Offer = "v=0" });
        var start = Host.Time.GetUtcNow();
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        await LeaveAsync(room.RoomId, first);
        Host.Time.Advance(TimeSpan.FromSeconds(20));
        await Host.JoinAsync(room.RoomId, ann);

        var person = (await Host.GetAsync($"/v2/sessions/{first.Session.SessionId}/participants/u-ann", Host.Token()))
            .Read(BackEndJson.Default.SessionParticipant);

        Assert.Equal(
            [new TimeSpent(start, start.AddSeconds(10)), new TimeSpent(start.AddSeconds(30), null)], person.Timelog);
        Assert.Equal(
            ["RECV_ONLY", "SEND_AND_RECV"],
            (await Host.GetAsync($"/v2/sessions/{first.Session.SessionId}/participants/u-ann", Host.Token()))
                .Json.GetProperty("changeModeHistory").EnumerateArray().Select(mode => mode.GetProperty("mode").GetString()));
        Assert.Equal(stays.Session.SessionId, first.Session.SessionId);
    }

    [Fact]
    public async Task Participants_come_as_one_session_and_the_active_ones_as_a_list_of_one()
    {
        var room = await Host.CreateRoomAsync();
        var joined = new List<JoinResponse>();
        for (var i = 0; i < 3; i++)
        {
            joined.Add(await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = $"u-{i}")));
            Host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await LeaveAsync(room.RoomId, joined[1]);
        var path = $"/v2/sessions/{joined[0].Session.SessionId}/participants";

        var all = (await Host.GetAsync(path + "?page=1&perPage=2", Host.Token())).Read(BackEndJson.Default.SessionParticipantsPage);
        var active = (await Host.GetAsync(path + "/active", Host.Token())).Read(BackEndJson.Default.ActiveParticipantsPage);

        Assert.Equal(new PageInfo(1, 2, 2, 3), all.PageInfo);
        Assert.Equal(["u-0", "u-1"], all.Data.Participants!.Select(person => person.ParticipantId));
        Assert.Equal(["u-0", "u-2"], Assert.Single(active.Data).Participants!.Select(person => person.ParticipantId));

        await EndAsync(room.RoomId);
        var nobody = (await Host.GetAsync(path + "/active", Host.Token())).Read(BackEndJson.Default.ActiveParticipantsPage);
        Assert.Equal(0, nobody.PageInfo.Total);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_anothers_are_the_same()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token(claims => claims["participantId"] = "u-ann"));
        var id = joined.Session.SessionId;
        var never = id[..^1] + (id[^1] == '0' ? '1' : '0');

        foreach (var rest in (string[])["", "/participants", "/participants/active", "/participants/u-ann", "/stats", "/participant/u-ann/stats"])
        {
            var other = await Host.GetAsync($"/v2/sessions/{id}{rest}", Host.OtherTenantsToken());
            var none = await Host.GetAsync($"/v2/sessions/{never}{rest}", Host.Token());
            other.AssertProblem(404, ProblemCodes.SessionNotFound);
            Assert.Equal(none.Text, other.Text);
        }

        Assert.Empty((await ListAsync("", Host.OtherTenantsToken())).Data);
        (await Host.GetAsync($"/v2/sessions/{id}/participants/u-bo", Host.Token()))
            .AssertProblem(404, ProblemCodes.ParticipantNotFound);
        (await Host.GetAsync("/v2/sessions/s-1", Host.Token())).AssertProblem(404, ProblemCodes.SessionNotFound);
    }

    [Fact]
    public async Task A_token_for_one_room_sees_that_rooms_sessions_only()
    {
        var (hall, cave) = (await Host.CreateRoomAsync(), await Host.CreateRoomAsync());
        var here = await Host.JoinAsync(hall.RoomId, Host.Token());
        var there = await Host.JoinAsync(cave.RoomId, Host.Token());
        var token = Host.Token(claims => claims["roomId"] = hall.RoomId);

        Assert.Equal(here.Session.SessionId, Assert.Single((await ListAsync("", token)).Data).Id);
        Assert.Empty((await ListAsync($"?roomId={cave.RoomId}", token)).Data);
        (await Host.GetAsync($"/v2/sessions/{there.Session.SessionId}", token)).AssertProblem(403, ProblemCodes.WrongRoom);
    }

    private async Task<SessionPage> ListAsync(string query, string? bearer = null) =>
        (await Host.GetAsync("/v2/sessions" + query, bearer ?? Host.Token())).Read(BackEndJson.Default.SessionPage);

    private async Task AssertListAsync(string query, params string[] sessions) =>
        Assert.Equal(sessions, (await ListAsync(query)).Data.Select(session => session.Id));

    private Task<Reply> EndAsync(string roomId) =>
        Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{roomId}}"}""");

    private Task<Reply> LeaveAsync(string roomId, JoinResponse joined) =>
        Host.PostAsync($"/v2/rooms/{roomId}/leave", null, $$"""{"ticket":"{{joined.Ticket.Token}}"}""");
}
