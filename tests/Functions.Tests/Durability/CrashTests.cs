using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Contracts.Internal;
using Serverless.Functions.Log;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Tests.Webhooks;

namespace Serverless.Functions.Tests.Durability;

/// <summary>
/// The real process on SQLite under load, killed as kill -9 does at moments that a seed chooses, again and again. What it
/// acknowledged must be there afterwards, and every event must reach its receiver.
/// </summary>
public sealed class CrashTests
{
    private const int Deaths = 4;
    private const int Callers = 12;
    private const int LoggedEntries = 3;

    private readonly ConcurrentDictionary<string, string> _rooms = new();
    private readonly ConcurrentDictionary<string, int> _inviteUses = new();
    private readonly ConcurrentDictionary<string, (string Session, string Room)> _joined = new();
    private readonly ConcurrentDictionary<string, (string Session, string Room)> _left = new();
    private readonly ConcurrentDictionary<string, string> _ended = new();
    private readonly ConcurrentDictionary<string, int> _logged = new();

    [Theory]
    [InlineData(1)]
    [InlineData(20261123)]
    public async Task What_was_acknowledged_is_there_after_any_number_of_deaths(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("crash-").FullName;
        await using var worker = await FakeWorker.StartAsync(FunctionsHost.WorkerKey);
        await using var receiver = await WebhookReceiver.StartAsync();
        try
        {
            var random = new Random(seed);
            for (var death = 0; death < Deaths; death++)
            {
                await HammerAsync(folder, worker, receiver, random.Next(30, 150), $"{death}");
            }

            await CompareAsync(folder, worker, receiver);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task HammerAsync(
        string folder, FakeWorker worker, WebhookReceiver receiver, int acknowledged, string round)
    {
        await using var process = await FunctionsProcess.StartAsync(
            folder, FunctionsHost.ApiKey, FunctionsHost.Secret, FunctionsHost.WorkerKey);
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            try
            {
                for (var turn = 0; ; turn++)
                {
                    // On the real clock a worker that is not heard of for 15 s gets no rooms.
                    await ReportAsync(process.Client, worker);
                    await foreach (var _ in VisitAsync(process.Client, receiver, $"{round}-{caller}-{turn}"))
                    {
                        if (Interlocked.Increment(ref count) == acknowledged)
                        {
                            process.Kill();
                        }
                    }
                }
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException)
            {
                // Killed before the answer: either outcome is right.
            }
        }));
        Assert.True(count >= acknowledged);
    }

    // Yields after each answer that the process has to stand by.
    private async IAsyncEnumerable<bool> VisitAsync(HttpClient client, WebhookReceiver receiver, string name)
    {
        var room = await PostAsync(
            client, "/v2/rooms", $$"""{"customRoomId":"{{name}}","webhook":{"endPoint":"{{receiver.Url}}","events":["*"]} }""");
        var roomId = room.GetProperty("roomId").GetString()!;
        _rooms[name] = roomId;
        yield return true;

        var invite = await PostAsync(client, $"/v2/rooms/{roomId}/invites", """{"role":"viewer","maxUses":5}""");
        var code = invite.GetProperty("code").GetString()!;
        _inviteUses[code] = 0;
        await PostAsync(client, $"/v2/invites/{code}/exchange", "{}");
        _inviteUses[code] = 1;
        yield return true;

        var joins = new List<JsonElement>();
        foreach (var person in (string[])["ann", "bob"])
        {
            var joined = await PostAsync(
                client, $"/v2/rooms/{roomId}/join", """{"mode":"SIGNALLING_ONLY"}""", claims => claims["participantId"] = $"{person}-{name}");
            joins.Add(joined);
            _joined[$"{person}-{name}"] = (joined.GetProperty("session").GetProperty("sessionId").GetString()!, roomId);
            yield return true;
        }

        for (var seq = 1; seq <= LoggedEntries; seq++)
        {
            await AppendAsync(client, roomId, seq);
            _logged[roomId] = seq;
            yield return true;
        }

        var ticket = joins[0].GetProperty("ticket").GetProperty("token").GetString();
        await PostAsync(client, $"/v2/rooms/{roomId}/leave", $$"""{"ticket":"{{ticket}}"}""");
        _left[$"ann-{name}"] = _joined[$"ann-{name}"];
        yield return true;

        await PostAsync(client, "/v2/sessions/end", $$"""{"roomId":"{{roomId}}"}""");
        _ended[roomId] = _joined[$"ann-{name}"].Session;
        yield return true;
    }

    // On a clock that the test turns, so that leases of the dead are over and retries are due.
    private async Task CompareAsync(string folder, FakeWorker worker, WebhookReceiver receiver)
    {
        await using var host = await FunctionsHost.StartAsync(configure: options => options with { DataPath = folder });
        host.Time.SetUtcNow(DateTimeOffset.UtcNow.AddMinutes(10));
        await host.ReportAsync("w1", worker.Url);
        foreach (var (name, roomId) in _rooms)
        {
            Assert.Equal(roomId, (await host.CreateRoomAsync($$"""{"customRoomId":"{{name}}"}""")).RoomId);
        }

        var store = host.Service<ITableStore>();
        foreach (var (code, uses) in _inviteUses)
        {
            var row = await store.Table("invites").GetAsync(code, "invite", default);
            Assert.True(JsonDocument.Parse(row!.Body).RootElement.GetProperty("uses").GetInt32() >= uses);
        }

        var people = host.Service<ParticipationStore>();
        foreach (var (person, (session, _)) in _joined)
        {
            var stored = await people.FindAsync(session, person, default);
            Assert.NotNull(stored);
            Assert.True(!_left.ContainsKey(person) || stored.LeftAt is not null);
        }

        foreach (var (roomId, last) in _logged)
        {
            // What was acknowledged, perhaps one more whose answer was lost, and no hole.
            var entries = (await host.Service<LogStore>().ReadAsync(roomId, 0, 200, default)).Entries;
            Assert.InRange(entries.Count, last, LoggedEntries);
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(seq => ((long)seq, $"c-{seq}")), entries.Select(entry => (entry.Seq, entry.Id)));
        }

        foreach (var (roomId, session) in _ended)
        {
            Assert.NotNull((await host.Service<OccupancyStore>().FindRecordAsync(roomId, session, default))!.End);
        }

        await AllArriveAsync(host, receiver, store);
    }

    private async Task AllArriveAsync(FunctionsHost host, WebhookReceiver receiver, ITableStore store)
    {
        // Each turn sends what is due; only what this process is sending at the moment is left.
        do
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await host.Service<Sweep>().RunAsync(default);
        }
        while (await AnyWaitsAsync(store));

        var received = receiver.Taken;
        string[] told = [.. received.Select(one => one.Type + " " + (one.Json.GetProperty("data").TryGetProperty("participantId", out var id)
            ? id.GetString() : one.Data("meetingId")))];
        Assert.Empty(_joined.Keys.Select(person => $"participant-joined {person}").Except(told));
        Assert.Empty(_left.Keys.Select(person => $"participant-left {person}").Except(told));
        Assert.Empty(_ended.Keys.Select(room => $"session-ended {room}").Except(told));
        foreach (var room in received.GroupBy(one => one.Data("meetingId")))
        {
            // Each number is one event, and none is missing: nothing was numbered twice or lost on its way.
            var numbers = room.GroupBy(one => one.Sequence).OrderBy(number => number.Key).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers.Select(number => number.Key));
            Assert.All(numbers, number => Assert.Single(number.Select(one => one.Headers["webhook-id"]).Distinct()));
            Assert.Equal("session-started", numbers[0].First().Type);
            var order = numbers.Select(number => number.First()).ToList();
            foreach (var left in order.Where(one => one.Type == "participant-left"))
            {
                Assert.Contains(order, one => one.Type == "participant-joined" && one.Sequence < left.Sequence
                    && one.Data("participantId") == left.Data("participantId"));
            }
        }
    }

    private async Task<bool> AnyWaitsAsync(ITableStore store)
    {
        foreach (var roomId in _rooms.Values)
        {
            if ((await store.Table("sessions").ScanAsync(roomId, Functions.Webhooks.WebhookKeys.Waiting, 1, default)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task ReportAsync(HttpClient client, FakeWorker worker)
    {
        var report = new WorkerReport
        {
            Url = worker.Url,
            State = WorkerState.Ready,
            Capacity = 100_000,
            Participants = 0,
            Rooms = [],
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, "/internal/workers/w1")
        {
            Content = FunctionsHost.Json(JsonSerializer.Serialize(report, InternalJson.Default.WorkerReport)),
        };
        await SendAsWorkerAsync(client, request);
    }

    private static async Task AppendAsync(HttpClient client, string roomId, int seq)
    {
        var entry = $$$"""
            {"seq":{{{seq}}},"id":"c-{{{seq}}}","kind":"chat","at":"2026-11-23T10:00:00Z","from":{"participantId":"u-1","displayName":"A"},"data":{}}
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/internal/rooms/{roomId}/log")
        {
            Content = FunctionsHost.Json($$"""{"epoch":1,"afterSeq":{{seq - 1}},"entries":[{{entry}}]}"""),
        };
        await SendAsWorkerAsync(client, request);
    }

    private static async Task SendAsWorkerAsync(HttpClient client, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Signed(FunctionsHost.WorkerKey, claims =>
        {
            claims["aud"] = "internal";
            claims["sub"] = "w1";
        }));
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{request.RequestUri}: {(int)response.StatusCode} {text}");
    }

    private static async Task<JsonElement> PostAsync(
        HttpClient client, string path, string body, Action<JsonObject>? claims = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = FunctionsHost.Json(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Signed(FunctionsHost.Secret, payload =>
        {
            payload["apikey"] = FunctionsHost.ApiKey;
            payload["permissions"] = new JsonArray("allow_join", "allow_mod");
            claims?.Invoke(payload);
        }));
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private static string Signed(string key, Action<JsonObject> claims)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var payload = new JsonObject { ["iat"] = now, ["exp"] = now + 60 };
        claims(payload);
        return TestJwt.Sign(payload, key);
    }
}
