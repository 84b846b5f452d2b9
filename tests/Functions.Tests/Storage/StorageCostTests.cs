using Microsoft.Extensions.DependencyInjection;
using Serverless.Contracts.Rest;
using Serverless.Functions.Storage;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Tests.Webhooks;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Tests.Storage;

/// <summary>docs/storage.md says what each operation costs; this measures it, so that the table cannot drift.</summary>
public sealed class StorageCostTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cost-").FullName;
    private readonly List<string> _lines = [];
    private SqliteTableStore? _sqlite;
    private CountingTableStore? _store;
    private FunctionsHost? _host;
    private FakeWorker? _worker;

    private FunctionsHost Host => _host!;

    public async ValueTask InitializeAsync()
    {
        _sqlite = new SqliteTableStore(Path.Combine(_folder, "cost.db"));
        _store = new CountingTableStore(_sqlite);
        _host = await FunctionsHost.StartAsync(services => services.AddSingleton<ITableStore>(_store));
        _worker = await _host.StartWorkerAsync();
        await _host.Service<WebhookQueue>().StopAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker!.DisposeAsync();
        await Host.DisposeAsync();
        await _sqlite!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Costs_are_what_the_document_says()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        // The key, the tenant and whether it has webhooks are remembered for a moment from here on.
        await Host.CreateRoomAsync();
        var silent = await MeasureAsync("create a room", () => Host.CreateRoomAsync());
        var named = await MeasureAsync("create a room with a customRoomId", () => Host.CreateRoomAsync("""{"customRoomId":"a"}"""));
        await MeasureAsync("… one that exists", () => Host.CreateRoomAsync("""{"customRoomId":"a"}"""));
        await MeasureAsync("read a room", () => Host.GetAsync($"/v2/rooms/{silent.RoomId}", Host.Token()));
        await MeasureAsync("read a room by customRoomId", () => Host.GetAsync("/v2/rooms/a", Host.Token()));
        await JoinAsync(silent, "first");
        await LeaveAsync(silent, await JoinAsync(silent, "zero"));
        var ann = await MeasureAsync("join (session is live)", () => JoinAsync(silent, "ann"));
        var inNamed = await MeasureAsync("join that opens the session", () => JoinAsync(named, "ann"));
        var again = await MeasureAsync("join again with the same id", () => JoinAsync(silent, "ann"));
        await MeasureAsync("resume", () => Host.PostAsync(
            $"/v2/rooms/{silent.RoomId}/resume", again.Ticket.Token, new ResumeRequest { Offer = "v=0\r\n" }, RestJson.Default.ResumeRequest));
        await MeasureAsync("renew a ticket", () => Host.PostAsync($"/v2/rooms/{silent.RoomId}/ticket", again.Ticket.Token, ""));
        await MeasureAsync("leave", () => LeaveAsync(silent, again));
        await MeasureAsync("end a session", () => Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{silent.RoomId}}"}"""));
        var invite = await MeasureAsync("make an invite", () => Host.PostAsync($"/v2/rooms/{silent.RoomId}/invites", Host.Token(), """{"role":"viewer","maxUses":2}"""));
        await MeasureAsync("exchange an invite", () => Host.PostAsync($"/v2/invites/{invite.Json.GetProperty("code")}/exchange", null, ""));
        await MeasureAsync("append a batch to the log", () => Host.PostAsync(
            $"/internal/rooms/{named.RoomId}/log", Host.WorkerToken("w1"),
            """{"epoch":1,"afterSeq":0,"entries":[{"seq":1,"id":"a","kind":"chat","at":"2026-11-22T10:00:00Z","from":{"participantId":"u-1","displayName":"A"},"data":{}}]}"""));
        await MeasureAsync("quality of two people", () => Host.PostAsync(
            $"/internal/rooms/{named.RoomId}/quality", Host.WorkerToken("w1"),
            $$"""{"sessionId":"{{inNamed.Session.SessionId}}","at":"2026-11-22T10:00:00Z","participants":[{"participantId":"ann"},{"participantId":"bo"}]}"""));
        await MeasureAsync("heartbeat of a worker", () => Host.ReportAsync("w1", _worker!.Url));
        var hooked = await Host.CreateRoomAsync($$"""{"webhook":{"endPoint":"{{receiver.Url}}","events":["*"]} }""");
        await JoinAsync(hooked, "first");
        await MeasureAsync("join, with webhooks", () => JoinAsync(hooked, "ann"));
        Assert.True(await Host.Service<WebhookDispatch>().RunAsync(hooked.RoomId, default));
        await JoinAsync(hooked, "bob");
        await MeasureAsync("number and deliver one event", () => Host.Service<WebhookDispatch>().RunAsync(hooked.RoomId, default));

        var document = await File.ReadAllTextAsync(FindDocument());
        var missing = _lines.Where(line => !document.Contains(line, StringComparison.Ordinal));
        Assert.True(_lines.All(line => document.Contains(line, StringComparison.Ordinal)), "docs/storage.md lacks:\n" + string.Join('\n', missing));
        Assert.NotNull(ann);
    }

    private async Task<T> MeasureAsync<T>(string what, Func<Task<T>> act)
    {
        _store!.Take();
        var result = await act();
        if (result is Reply reply)
        {
            Assert.InRange(reply.Status, 200, 299);
        }

        Note(what);
        return result;
    }

    private async Task MeasureAsync(string what, Func<Task> act)
    {
        _store!.Take();
        await act();
        Note(what);
    }

    private void Note(string what)
    {
        var cost = _store!.Take();
        _lines.Add($"| {what} | {cost.Gets} | {cost.Scans} | {cost.Writes} | {cost.Transactions} |");
    }

    private Task<JoinResponse> JoinAsync(RoomResponse room, string person) => Host.JoinAsync(
        room.RoomId, Host.JoinToken(claims => claims["participantId"] = person));

    private async Task LeaveAsync(RoomResponse room, JoinResponse joined) => Assert.Equal(204, (await Host.PostAsync(
        $"/v2/rooms/{room.RoomId}/leave", null, $$"""{"ticket":"{{joined.Ticket.Token}}"}""")).Status);

    private static string FindDocument()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "storage.md");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("docs/storage.md is above none of the test's folders.");
    }
}
