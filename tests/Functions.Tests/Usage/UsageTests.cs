using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Sessions;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Usage;

namespace Serverless.Functions.Tests.Usage;

public sealed class UsageTests : HostedTests
{
    [Fact]
    public async Task Minutes_are_counted_per_person_room_and_day_when_a_session_is_over()
    {
        var room = await Host.CreateRoomAsync();
        var ann = Host.JoinToken(claims => claims["participantId"] = "u-ann");
        await Host.JoinAsync(room.RoomId, ann);
        await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = "u-bo"));
        await WaitAsync(TimeSpan.FromSeconds(90));
        // A newer join of the same person is the same time, not twice.
        var again = await Host.JoinAsync(room.RoomId, ann);
        await WaitAsync(TimeSpan.FromSeconds(30));
        await Host.PostAsync($"/v2/rooms/{room.RoomId}/leave", null, $$"""{"ticket":"{{again.Ticket.Token}}"}""");
        await WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty((await UsageAsync("")).Days);

        await EndAsync(room.RoomId);
        await Host.Service<Sweep>().RunAsync(default);

        // Ann was there for 2 minutes, Bo for 3.
        var today = DateOnly.FromDateTime(Host.Time.GetUtcNow().UtcDateTime);
        foreach (var usage in (UsageResponse[])[await UsageAsync(""), await UsageAsync($"?roomId={room.RoomId}")])
        {
            Assert.Equal(new UsageTotal(1, 2, 5), usage.Total);
            Assert.Equal(new UsageDay(today, 1, 2, 5), Assert.Single(usage.Days));
        }

        var other = await Host.CreateRoomAsync();
        Assert.Equal(new UsageTotal(0, 0, 0), (await UsageAsync($"?roomId={other.RoomId}")).Total);
        Assert.Equal(new UsageTotal(0, 0, 0), (await UsageAsync("?from=2026-11-01&to=2026-11-21")).Total);
        var managed = (await Host.GetAsync("/manage/tenants/t-dev/usage", FunctionsHost.ManageKey)).Read(BackEndJson.Default.UsageResponse);
        Assert.Equal(5, managed.Total.ParticipantMinutes);
        Assert.Empty((await UsageAsync("", Host.OtherTenantsToken())).Days);
    }

    [Fact]
    public async Task A_session_counts_once_however_many_count_it()
    {
        var room = await Host.CreateRoomAsync();
        for (var i = 0; i < 4; i++)
        {
            await Host.ReportAsync("w1", Worker.Url);
            await Host.JoinAsync(room.RoomId, Host.Token());
            Host.Time.Advance(TimeSpan.FromMinutes(1));
            await EndAsync(room.RoomId);
        }

        var counting = Host.Service<UsageCounting>();
        var sessions = await Host.Service<OccupancyStore>().HistoryAsync(room.RoomId, 10, default);
        await Task.WhenAll(Enumerable.Range(0, 5).SelectMany(_ => sessions).Select(session => counting.CountAsync(session, default)));
        Host.Time.Advance(TimeSpan.FromMinutes(2));
        await Host.Service<Sweep>().RunAsync(default);

        Assert.Equal(new UsageTotal(4, 4, 4), (await UsageAsync("")).Total);
    }

    [Fact]
    public async Task A_session_that_nobody_settled_before_the_next_one_is_counted_all_the_same()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.Token());
        await WaitAsync(TimeSpan.FromMinutes(1));
        await EndAsync(room.RoomId);
        await Host.JoinAsync(room.RoomId, Host.Token());
        await WaitAsync(TimeSpan.FromSeconds(30));

        await Host.Service<Sweep>().RunAsync(default);

        Assert.Equal(new UsageTotal(1, 1, 1), (await UsageAsync("")).Total);
    }

    [Fact]
    public void More_times_than_are_kept_are_still_counted()
    {
        var start = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        Participation? person = null;
        for (var i = 0; i < 200; i++)
        {
            var join = new Participation
            {
                ParticipantId = "u-ann",
                ConnectionKey = $"{i}",
                DisplayName = "Ann",
                Mode = Serverless.Contracts.Tokens.ParticipantMode.ReceiveOnly,
                JoinedAt = start.AddMinutes(i),
            };
            person = (person is null ? join : join.After(person)) with { LeftAt = start.AddMinutes(i).AddSeconds(10) };
        }

        Assert.Equal(50, person!.Stays.Count);
        Assert.Equal(2000, person.ForgottenSeconds + person.Stays.Sum(stay => stay.SecondsUntil(start.AddDays(1))));
    }

    [Theory]
    [InlineData("?from=yesterday")]
    [InlineData("?from=2026-11-02&to=2026-11-01")]
    [InlineData("?from=2020-01-01&to=2026-11-01")]
    [InlineData("?to=2026-13-01")]
    public async Task A_wrong_period_is_refused(string query) =>
        (await Host.GetAsync("/v2/usage" + query, Host.Token())).AssertProblem(400, ProblemCodes.InvalidRequest);

    private async Task WaitAsync(TimeSpan time)
    {
        Host.Time.Advance(time);
        await Host.ReportAsync("w1", Worker.Url);
    }

    private Task<Reply> EndAsync(string roomId) =>
        Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{roomId}}"}""");

    private async Task<UsageResponse> UsageAsync(string query, string? bearer = null) =>
        (await Host.GetAsync("/v2/usage" + query, bearer ?? Host.Token())).Read(BackEndJson.Default.UsageResponse);
}
