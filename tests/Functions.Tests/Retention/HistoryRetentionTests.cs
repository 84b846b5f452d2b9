using Serverless.Contracts.Rest;
using Serverless.Functions.Retention;
using Serverless.Functions.Storage;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Retention;

/// <summary>What happened is kept for its time and no longer: the log, sessions and usage, who was put out.</summary>
public sealed class HistoryRetentionTests : HostedTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly RetentionOptions Kept = new();

    [Fact]
    public async Task Entries_of_the_log_go_one_by_one_when_their_time_is_over_and_numbers_go_on()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.JoinToken());
        for (var first = 1; first < 150; first += 50)
        {
            await AppendAsync(room, epoch: 1, Enumerable.Range(first, Math.Min(50, 150 - first)));
        }

        await EndAsync(room);
        Host.Time.Advance(10 * Day);
        await Host.ReportAsync("w1", Worker.Url);
        await Host.JoinAsync(room.RoomId, Host.JoinToken());
        await AppendAsync(room, epoch: 2, [150]);
        await EndAsync(room);

        Host.Time.Advance(Kept.Log - (9 * Day) + Day);
        await SweepAsync();
        Assert.Equal(["e-0000000000000000150"], await KeysAsync("log", room.RoomId, "e-"));

        Host.Time.Advance(12 * Day);
        await SweepAsync();
        Assert.Empty(await KeysAsync("log", room.RoomId, "e-"));
        await Host.ReportAsync("w1", Worker.Url);
        await Host.JoinAsync(room.RoomId, Host.JoinToken());
        await AppendAsync(room, epoch: 3, [151]);
    }

    [Fact]
    public async Task That_a_session_was_goes_from_lists_and_usage_long_after_its_people()
    {
        var room = await Host.CreateRoomAsync();
        var session = (await Host.JoinAsync(room.RoomId, Host.JoinToken())).Session.SessionId;
        await EndAsync(room);

        Host.Time.Advance(Kept.People + Day + Day);
        await SweepAsync();
        Assert.Equal(200, (await Host.GetAsync($"/v2/sessions/{session}", Host.Token())).Status);
        Assert.Equal(3, (await KeysAsync("usage", "t-dev", "")).Count);

        Host.Time.Advance(Kept.Sessions - Kept.People);
        await SweepAsync();
        Assert.Equal(404, (await Host.GetAsync($"/v2/sessions/{session}", Host.Token())).Status);
        Assert.Empty(await KeysAsync("usage", "t-dev", ""));
        Assert.Empty(await KeysAsync("sessionlist", "t-dev", ""));
        Assert.Equal(["current"], await KeysAsync("sessions", room.RoomId, ""));
    }

    [Fact]
    public async Task Removals_are_forgotten_and_bans_are_not()
    {
        var room = await Host.CreateRoomAsync();
        foreach (var (person, ban) in new[] { ("ann", false), ("bo", true) })
        {
            await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = person));
            await Host.PostAsync(
                "/v2/sessions/participants/remove", Host.Token(),
                $$"""{"roomId":"{{room.RoomId}}","participantId":"{{person}}","ban":{{(ban ? "true" : "false")}}}""");
        }

        Host.Time.Advance(Kept.Removals - Day);
        await SweepAsync();
        Assert.Equal(4, (await KeysAsync("bans", room.RoomId, "")).Count);

        Host.Time.Advance(Day + Day + Day);
        await SweepAsync();
        Assert.Single(await KeysAsync("bans", room.RoomId, ""));
        (await Host.TryJoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = "bo")))
            .AssertProblem(403, ProblemCodes.ParticipantBanned);
    }

    private async Task AppendAsync(RoomResponse room, int epoch, IEnumerable<int> numbers)
    {
        var at = Host.Time.GetUtcNow().ToString("O");
        var entries = numbers.Select(seq =>
            $$$"""{"seq":{{{seq}}},"id":"c-{{{seq}}}","kind":"chat","at":"{{{at}}}","from":{"participantId":"u-1","displayName":"A"},"data":{}}""").ToArray();
        var body = $$"""{"epoch":{{epoch}},"afterSeq":{{numbers.First() - 1}},"entries":[{{string.Join(',', entries)}}]}""";
        Assert.Equal(204, (await Host.PostAsync($"/internal/rooms/{room.RoomId}/log", Host.WorkerToken("w1"), body)).Status);
    }

    private async Task EndAsync(RoomResponse room)
    {
        Assert.Equal(200, (await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""")).Status);
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync();
    }

    private async Task<IReadOnlyList<string>> KeysAsync(string table, string partition, string prefix)
    {
        var range = prefix.Length == 0 ? RowRange.All : RowRange.Prefix(prefix);
        return [.. (await Host.Service<ITableStore>().Table(table).ScanAsync(partition, range, 1000, default)).Select(row => row.Key)];
    }

    // The first sweep ever begins far back, so it takes a few.
    private async Task SweepAsync()
    {
        await Host.Service<Sweep>().RunAsync(default);
        var today = ExpiryCalendar.DayOf(Host.Time.GetUtcNow());
        while (await Host.Service<ExpiryCalendar>().CursorAsync(default) is not { } cursor || cursor < today)
        {
            await Host.Service<RetentionSweep>().RunAsync(default);
        }
    }
}
