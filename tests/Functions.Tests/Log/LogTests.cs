using System.Collections.Concurrent;
using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Log;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Log;

public sealed class LogTests : HostedTests
{
    [Fact]
    public async Task FD5_Appended_entries_are_read_back_in_order_and_by_page()
    {
        var room = await Host.CreateRoomAsync();
        var ticket = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;
        Assert.Equal(204, (await AppendAsync(room.RoomId, 1, 0, 50)).Status);
        Assert.Equal(204, (await AppendAsync(room.RoomId, 1, 50, 50)).Status);

        var all = await ReadAsync(room.RoomId, ticket, "");
        var page = await ReadAsync(room.RoomId, ticket, "?after=9&limit=2");
        var rest = await ReadAsync(room.RoomId, ticket, "?after=100");
        var tail = (await Host.GetAsync($"/internal/rooms/{room.RoomId}/log?tail=50", Host.WorkerToken("w1")))
            .Read(RestJson.Default.LogPage);

        Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), all.Entries.Select(entry => entry.Seq));
        Assert.Equal("text 10", page.Entries[0].Data.GetProperty("text").GetString());
        Assert.Equal((100, 2, 11), (page.LastSeq, page.Entries.Count, page.Entries[1].Seq));
        Assert.Equal((100, 0), (rest.LastSeq, rest.Entries.Count));
        Assert.Equal((51, 100), (tail.Entries[0].Seq, tail.Entries[^1].Seq));
    }

    [Fact]
    public async Task A_stale_sequence_is_refused_and_nothing_is_stored()
    {
        var room = await Host.CreateRoomAsync();
        await AppendAsync(room.RoomId, 1, 0, 3);

        (await AppendAsync(room.RoomId, 1, 0, 3)).AssertProblem(409, ProblemCodes.StaleSequence);
        (await AppendAsync(room.RoomId, 1, 4, 1)).AssertProblem(409, ProblemCodes.StaleSequence);
        Assert.Equal(3, (await Host.Service<LogStore>().ReadAsync(room.RoomId, 0, 200, default)).Entries.Count);
    }

    [Fact]
    public async Task A_worker_that_lost_the_room_cannot_write_from_the_moment_the_room_moves()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await AppendAsync(room.RoomId, 1, 0, 1);
        await Worker.DisposeAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(16));
        await using var other = await Host.StartWorkerAsync("w2");
        await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", joined.Ticket.Token, """{"offer":"v=0"}""");

        (await AppendAsync(room.RoomId, 1, 1, 1)).AssertProblem(409, ProblemCodes.StaleEpoch);
        Assert.Equal(204, (await AppendAsync(room.RoomId, 2, 1, 1)).Status);
    }

    [Fact]
    public async Task A_thousand_appends_of_40_writers_at_once_leave_an_exact_sequence()
    {
        var log = Host.Service<LogStore>();
        var ids = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async writer =>
        {
            var last = 0L;
            for (var written = 0; written < 25;)
            {
                var batch = new AppendLogRequest(1, last, [Entry(last + 1, $"w{writer}-{written}")]);
                var head = await log.AppendAsync("busy", batch, default);
                if (head.Failed)
                {
                    Assert.Equal(ProblemCodes.StaleSequence, head.Failure.Code);
                    last = (await log.ReadAsync("busy", long.MaxValue - 1, 1, default)).LastSeq;
                    continue;
                }

                ids.Add($"w{writer}-{written++}");
                last = head.Value.LastSeq;
            }
        }));

        var entries = new List<LogEntry>();
        while ((await log.ReadAsync("busy", entries.Count, 200, default)).Entries is { Count: > 0 } page)
        {
            entries.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(seq => (long)seq), entries.Select(entry => entry.Seq));
        Assert.Equal(ids.Order(), entries.Select(entry => entry.Id).Order());
        Assert.Equal(1000, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_full_batch_of_long_messages_is_taken()
    {
        var room = await Host.CreateRoomAsync();
        // The longest that JSON makes of 2,000 characters: each escaped.
        var text = new string('<', 2000);
        var entries = Enumerable.Range(1, 50).Select(seq => Entry(seq, $"c-{seq}", text)).ToList();

        var reply = await Host.PostAsync(
            $"/internal/rooms/{room.RoomId}/log", Host.WorkerToken("w1"),
            new AppendLogRequest(1, 0, entries), InternalJson.Default.AppendLogRequest);

        Assert.Equal(204, reply.Status);
    }

    [Fact]
    public async Task A_batch_that_is_wrong_is_named()
    {
        var room = await Host.CreateRoomAsync();
        var path = $"/internal/rooms/{room.RoomId}/log";
        var worker = Host.WorkerToken("w1");

        (await AppendAsync(room.RoomId, 1, 0, 0)).AssertProblem(400, ProblemCodes.InvalidRequest);
        (await AppendAsync(room.RoomId, 1, 0, 51)).AssertProblem(400, ProblemCodes.InvalidRequest);
        (await Host.PostAsync(path, worker, new AppendLogRequest(1, 0, [Entry(2, "gap")]), InternalJson.Default.AppendLogRequest))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
        (await Host.PostAsync(path, worker, """{"epoch":1,"afterSeq":0,"entries":[null]}"""))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
    }

    [Fact]
    public async Task The_log_is_for_ticket_holders_and_appends_are_for_workers()
    {
        var room = await Host.CreateRoomAsync();
        var ticket = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;

        (await Host.GetAsync($"/v2/rooms/{room.RoomId}/log")).AssertProblem(401, ProblemCodes.TokenMissing);
        (await Host.GetAsync($"/v2/rooms/{room.RoomId}/log", Host.Token())).AssertProblem(401, ProblemCodes.TicketInvalid);
        foreach (var bearer in (string?[])[ticket, Host.Token(), "x"])
        {
            (await Host.GetAsync($"/internal/rooms/{room.RoomId}/log", bearer))
                .AssertProblem(401, ProblemCodes.TokenInvalid);
            (await Host.PostAsync($"/internal/rooms/{room.RoomId}/log", bearer, "{}"))
                .AssertProblem(401, ProblemCodes.TokenInvalid);
            (await Host.PostAsync($"/internal/rooms/{room.RoomId}/participants", bearer, "{}"))
                .AssertProblem(401, ProblemCodes.TokenInvalid);
        }
    }

    [Theory]
    [InlineData("?after=-1")]
    [InlineData("?after=x")]
    [InlineData("?after=99999999999999999999")]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?tail=201")]
    public async Task A_page_that_is_wrong_is_named(string query)
    {
        var room = await Host.CreateRoomAsync();
        var ticket = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;

        (await Host.GetAsync($"/v2/rooms/{room.RoomId}/log{query}", ticket))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
    }

    private static LogEntry Entry(long seq, string id, string? text = null) => new()
    {
        Seq = seq,
        Id = id,
        At = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
        Kind = "chat",
        From = new Sender("u-ann", "Ann"),
        Data = JsonSerializer.SerializeToElement(new { text = text ?? $"text {seq}" }),
    };

    private Task<Reply> AppendAsync(string roomId, int epoch, long after, int count) => Host.PostAsync(
        $"/internal/rooms/{roomId}/log", Host.WorkerToken("w1"),
        new AppendLogRequest(
            epoch, after, [.. Enumerable.Range(1, count).Select(i => Entry(after + i, $"c-{after + i}"))]),
        InternalJson.Default.AppendLogRequest);

    private async Task<LogPage> ReadAsync(string roomId, string ticket, string query) =>
        (await Host.GetAsync($"/v2/rooms/{roomId}/log{query}", ticket)).Read(RestJson.Default.LogPage);
}
