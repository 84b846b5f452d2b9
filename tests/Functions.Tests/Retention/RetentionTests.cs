using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Lobby;
using Serverless.Functions.Retention;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Tests.Whip;

namespace Serverless.Functions.Tests.Retention;

public sealed class RetentionTests : HostedTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Invites_go_the_day_after_they_end_and_not_before()
    {
        var room = await Host.CreateRoomAsync();
        var (shorter, longer) = (await InviteAsync(room, 3600), await InviteAsync(room, 5 * 86_400));

        await SweepAsync();
        Assert.NotNull(await RowAsync("invites", shorter, "invite"));
        Host.Time.Advance(Day + Day);
        await SweepAsync();
        Assert.Null(await RowAsync("invites", shorter, "invite"));
        Assert.NotNull(await RowAsync("invites", longer, "invite"));

        Host.Time.Advance(5 * Day);
        await SweepAsync();
        Assert.Null(await RowAsync("invites", longer, "invite"));
    }

    [Fact]
    public async Task Lobbies_are_emptied_of_those_whose_hour_is_over()
    {
        var room = await Host.CreateRoomAsync();
        await KnockAsync(room);
        Host.Time.Advance(Day + LobbyPlaces.Lifetime);
        var late = await KnockAsync(room);
        await SweepAsync();

        var rows = await Host.Service<ITableStore>().Table("entries").ScanAsync(room.RoomId, RowRange.Prefix("e-"), 10, default);
        Assert.Equal([late], rows.Select(row => row.Key));
    }

    [Fact]
    public async Task Addresses_of_WHIP_sessions_live_as_long_as_their_session()
    {
        var room = await Host.CreateRoomAsync("""{"stagePolicy":"open"}""");
        var start = await Host.SendAsync(
            HttpMethod.Post, $"/v2/whip?roomId={room.RoomId}", Host.Token(),
            new StringContent(WhipClient.Publishing, null, "application/sdp"));
        Assert.Equal(201, start.Status);
        var id = start.Headers.Location!.ToString().Split('/')[^1].Split('?')[0];
        // Three days of a stream that goes on.
        for (var i = 0; i < 3; i++)
        {
            Host.Time.Advance(Day);
            await SweepUntilDoneAsync();
            Assert.NotNull(await RowAsync("whip", id, "session"));
        }

        await Host.ReportAsync("w1", Worker.Url);
        await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");
        Host.Time.Advance(Day);
        await SweepUntilDoneAsync();
        Assert.Null(await RowAsync("whip", id, "session"));
    }

    [Fact]
    public async Task Who_was_in_a_session_is_forgotten_after_90_days()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = "ann"));
        await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync();

        Host.Time.Advance(new RetentionOptions().People - Day);
        await SweepUntilDoneAsync();
        Assert.NotNull(await Host.Service<ParticipationStore>().FindAsync(joined.Session.SessionId, "ann", default));

        Host.Time.Advance(Day + Day);
        await SweepUntilDoneAsync();
        Assert.Null(await Host.Service<ParticipationStore>().FindAsync(joined.Session.SessionId, "ann", default));
        var rows = await Host.Service<ITableStore>().Table("sessions").ScanAsync(room.RoomId, RowRange.All, 100, default);
        Assert.DoesNotContain(rows, row => row.Key.StartsWith("p-", StringComparison.Ordinal) || row.Key.StartsWith("j-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_turn_looks_at_so_many_things_and_the_next_goes_on()
    {
        var calendar = Host.Service<ExpiryCalendar>();
        var yesterday = Host.Time.GetUtcNow() - Day;
        await Task.WhenAll(Enumerable.Range(0, 700).Select(i => calendar.AddAsync(ExpiryKind.Invite, $"code-{i}", yesterday, default)));
        var day = ExpiryCalendar.DayOf(yesterday);
        // The first turns only walk to the present.
        while (await calendar.CursorAsync(default) is not { } cursor || cursor < day)
        {
            await SweepCalendarAsync();
        }

        while ((await calendar.PageAsync(day, 1000, default)).Count is > 0 and var left)
        {
            await SweepCalendarAsync();
            Assert.InRange(left - (await calendar.PageAsync(day, 1000, default)).Count, 1, 500);
        }
    }

    private async Task<string> InviteAsync(RoomResponse room, int seconds) => (await Host.PostAsync(
        $"/v2/rooms/{room.RoomId}/invites", Host.Token(), $$"""{"role":"viewer","expiresInSeconds":{{seconds}}}"""))
        .Json.GetProperty("code").GetString()!;

    private async Task<string> KnockAsync(RoomResponse room) => (await Host.TryJoinAsync(
        room.RoomId,
        Host.Token(claims => claims["permissions"] = new JsonArray("ask_join")),
        new JoinRequest { Mode = ParticipantMode.SignallingOnly, DisplayName = "Cleo" })).Json.GetProperty("entryId").GetString()!;

    private Task<Row?> RowAsync(string table, string partition, string key) =>
        Host.Service<ITableStore>().Table(table).GetAsync(partition, key, default);

    // The first sweep ever begins far back, so it takes a few.
    private async Task SweepAsync()
    {
        await Host.Service<Sweep>().RunAsync(default);
        await SweepUntilDoneAsync();
    }

    private async Task SweepUntilDoneAsync()
    {
        var calendar = Host.Service<ExpiryCalendar>();
        var today = ExpiryCalendar.DayOf(Host.Time.GetUtcNow());
        while (await calendar.CursorAsync(default) is not { } cursor || cursor < today)
        {
            await SweepCalendarAsync();
        }
    }

    private Task SweepCalendarAsync() => Host.Service<RetentionSweep>().RunAsync(default);
}
