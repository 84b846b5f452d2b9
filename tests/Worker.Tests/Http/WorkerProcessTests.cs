using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Media;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Http;

/// <summary>The worker from outside: internal HTTP, Web PubSub frames and its calls to functions, all on loopback.</summary>
public sealed class WorkerProcessTests
{
    private const string Up = $"room.{Tickets.RoomId}.up";
    private const string Signaling = $"room.{Tickets.RoomId}.sig";

    [Fact]
    public async Task JN1_JN2_a_join_answers_with_sdp_snapshot_and_timings_and_the_rooms_groups_are_joined()
    {
        await using var worker = await WorkerProcess.StartAsync();
        worker.Functions.Tables.Store(Entries.Chats(3));

        var joined = await worker.JoinAsync(Tickets.Host("ann"));

        Assert.Equal("v=0 answer", joined.Answer);
        Assert.Equal("u-ann", Assert.Single(joined.Snapshot.Participants).ParticipantId);
        Assert.Equal(3, joined.Snapshot.LastSeq);
        Assert.Equal(["ticket", "open", "media", "room"], joined.Timings.Select(timing => timing.Stage));
        Assert.Equal([Signaling, Up], worker.PubSub.Groups);
    }

    [Fact]
    public async Task FD4_chat_goes_from_socket_to_log_to_ack_to_feed()
    {
        await using var worker = await WorkerProcess.StartAsync();
        await worker.JoinAsync(Tickets.Host("ann"));

        await worker.PubSub.DeliverAsync(Up, "k-ann", "{\"type\":\"chat\",\"id\":\"c-1\",\"text\":\"Hello ❤\"}");
        await worker.PubSub.Frames.FirstAsync(frame => EntriesOf(frame)?.Count == 1);

        var frames = worker.PubSub.Frames.Items.Where(frame => (string)frame["type"]! == "sendToGroup").ToArray();
        var ack = Array.FindIndex(frames, frame => (string)frame["group"]! == "p.k-ann" && TypeOf(frame) == "ack");
        var feed = Array.FindIndex(frames, frame => EntriesOf(frame)?.Count == 1);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("{\"type\":\"ack\",\"id\":\"c-1\",\"seq\":1}"), frames[ack]["data"]));
        Assert.InRange(ack, 0, feed - 1);
        Assert.Equal(Groups.Feed(Tickets.RoomId), (string)frames[feed]["group"]!);
        Assert.Equal("Hello ❤", worker.Functions.Tables.Log[0].Data.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Media_events_reach_the_room_and_leaving_reaches_functions()
    {
        await using var worker = await WorkerProcess.StartAsync();
        worker.Functions.Tables.SessionEnded = true;
        await worker.JoinAsync(Tickets.Host("ann"));
        var events = worker.Services.GetRequiredService<IMediaEvents>();

        events.Connected("no-such-room", "k-ann");
        events.Connected(Tickets.RoomId, "k-ann");
        events.SlotsChanged(Tickets.RoomId, "k-ann", [new SlotAssignment(SlotKind.Audio, 0, "4")]);
        await worker.PubSub.Frames.FirstAsync(frame => TypeOf(frame) == "slots");
        events.Gone(Tickets.RoomId, "k-ann");

        var told = (await worker.Functions.Told.WhenAsync(all => all.Count > 0))[0];
        Assert.True(told.Empty);
        Assert.Equal(LeaveReason.ConnectionLost, told.Left[0].Reason);
        await worker.PubSub.Frames.WhenAsync(all => all.Count(frame => (string)frame["type"]! == "leaveGroup") == 2);
        using var snapshot = await worker.SendAsync(
            HttpMethod.Get, $"/internal/rooms/{Tickets.RoomId}/snapshot", null, WorkerProcess.InternalToken());
        Assert.Equal((404, "room_not_found"), await WorkerProcess.ProblemOfAsync(snapshot));
    }

    [Fact]
    public async Task Control_and_snapshot_work_on_an_open_room_and_are_404_elsewhere()
    {
        await using var worker = await WorkerProcess.StartAsync();
        const string Close = "{\"type\":\"close\",\"connectionKey\":\"k-ann\",\"reason\":{\"code\":1010,\"name\":\"REMOVE_PEER_API\"}}";
        using (var none = await worker.PostAsync($"/internal/rooms/{Tickets.RoomId}/control", Close))
        {
            Assert.Equal((404, "room_not_found"), await WorkerProcess.ProblemOfAsync(none));
        }

        await worker.JoinAsync(Tickets.Host("ann"));
        await worker.JoinAsync(Tickets.Host("bob"));
        using var closed = await worker.PostAsync($"/internal/rooms/{Tickets.RoomId}/control", Close);
        Assert.Equal(204, (int)closed.StatusCode);
        using var snapshot = await worker.SendAsync(
            HttpMethod.Get, $"/internal/rooms/{Tickets.RoomId}/snapshot", null, WorkerProcess.InternalToken());
        var room = JsonSerializer.Deserialize(
            await snapshot.Content.ReadAsStringAsync(), SignalingJson.Default.RoomSnapshot)!;
        Assert.Equal("u-bob", Assert.Single(room.Participants).ParticipantId);
        using var wrong = await worker.PostAsync($"/internal/rooms/{Tickets.RoomId}/control", "{\"type\":\"explode\"}");
        Assert.Equal((400, "invalid_json"), await WorkerProcess.ProblemOfAsync(wrong));
    }

    [Theory]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":1}}}}}}}}}")]
    public async Task Metadata_that_nobody_could_read_is_refused_before_anybody_has_to(string metadata)
    {
        await using var worker = await WorkerProcess.StartAsync();
        var body = WorkerProcess.Body(WorkerProcess.Sign(Tickets.Host("ann")));
        using var response = await worker.PostAsync(
            "/internal/transports", body.Replace("{\"ticket\"", $"{{\"metadata\":{metadata},\"ticket\"", StringComparison.Ordinal));
        Assert.Equal((400, "invalid_request"), await WorkerProcess.ProblemOfAsync(response));
    }

    [Fact]
    public async Task WH7_ice_restarts_by_internal_http()
    {
        await using var worker = await WorkerProcess.StartAsync();
        var path = $"/internal/rooms/{Tickets.RoomId}/ice";
        const string Body = "{\"connectionKey\":\"k-ann\",\"ufrag\":\"8hhY\",\"pwd\":\"asd88fgpdd777uzjYhagZg\"}";
        using (var closed = await worker.PostAsync(path, Body))
        {
            Assert.Equal((404, "room_not_found"), await WorkerProcess.ProblemOfAsync(closed));
        }

        await worker.JoinAsync(Tickets.Host("ann"));
        using var restarted = await worker.PostAsync(path, Body);
        using var unknown = await worker.PostAsync(path, Body.Replace("ann", "bob", StringComparison.Ordinal));
        using var broken = await worker.PostAsync(path, "{\"connectionKey\":\"k-ann\"}");

        var ice = JsonSerializer.Deserialize(
            await restarted.Content.ReadAsStringAsync(), InternalJson.Default.RestartIceResponse)!;
        Assert.Equal((worker.Media.Restart!.Ufrag, worker.Media.Restart.Password), (ice.Ufrag, ice.Pwd));
        Assert.Equal(worker.Media.Restart.Candidates, ice.Candidates);
        Assert.Equal((404, "not_found"), await WorkerProcess.ProblemOfAsync(unknown));
        Assert.Equal((400, "invalid_json"), await WorkerProcess.ProblemOfAsync(broken));
    }

    [Fact]
    public async Task Internal_calls_need_a_fresh_bearer_of_the_right_audience_and_key()
    {
        await using var worker = await WorkerProcess.StartAsync();
        var body = WorkerProcess.Body(WorkerProcess.Sign(Tickets.Host("ann")));
        var bearers = new Dictionary<string, string?>
        {
            ["none"] = null,
            ["garbage"] = "x.y.z",
            ["expired"] = WorkerProcess.InternalToken(-60),
            ["a ticket"] = WorkerProcess.Sign(Tickets.Host("ann")),
            ["another key"] = WorkerProcess.Sign(
                "{\"aud\":\"internal\",\"sub\":\"functions\",\"exp\":4102444800}", new string('k', 32)),
            ["no expiry"] = WorkerProcess.Sign("{\"aud\":\"internal\",\"sub\":\"functions\"}"),
            ["unsigned"] = "eyJhbGciOiJub25lIn0." + WorkerProcess.InternalToken().Split('.')[1] + ".",
        };
        foreach (var (name, bearer) in bearers)
        {
            using var response = await worker.SendAsync(HttpMethod.Post, "/internal/transports", body, bearer);
            var expected = (401, name == "none" ? "token_missing" : "token_invalid");
            Assert.Equal((name, expected), (name, await WorkerProcess.ProblemOfAsync(response)));
        }

        Assert.Empty(worker.Media.Calls);
    }

    [Fact]
    public async Task Bad_tickets_and_bodies_are_answered_with_their_code()
    {
        await using var worker = await WorkerProcess.StartAsync();
        var ann = Tickets.Host("ann");
        var bodies = new Dictionary<string, (int, string)>
        {
            [WorkerProcess.Body("x.y.z")] = (401, "ticket_invalid"),
            [WorkerProcess.Body(WorkerProcess.Sign(ann, -60))] = (401, "ticket_expired"),
            [WorkerProcess.Body(WorkerProcess.InternalToken())] = (401, "ticket_invalid"),
            [WorkerProcess.Body(WorkerProcess.InternalToken(audience: "ticket"))] = (401, "ticket_invalid"),
            [WorkerProcess.Body(WorkerProcess.Sign(ann), offer: null)] = (400, "offer_missing"),
            ["{"] = (400, "invalid_json"),
            ["null"] = (400, "invalid_json"),
            ["{\"epoch\":1}"] = (400, "invalid_json"),
            [$"{{\"ticket\":\"{new string('x', 600_000)}\"}}"] = (413, "body_too_large"),
        };
        foreach (var (body, expected) in bodies)
        {
            using var response = await worker.PostAsync("/internal/transports", body);
            Assert.Equal(expected, await WorkerProcess.ProblemOfAsync(response));
        }

        Assert.Empty(worker.Media.Calls);
        Assert.Empty(worker.PubSub.Groups);
    }

    [Fact]
    public async Task SIGNALLING_ONLY_joins_without_an_offer()
    {
        await using var worker = await WorkerProcess.StartAsync();
        using var response = await worker.PostJoinAsync(Tickets.Chatter("cleo"), offer: null);
        var joined = JsonSerializer.Deserialize(
            await response.Content.ReadAsStringAsync(), InternalJson.Default.CreateTransportResponse)!;
        Assert.Null(joined.Answer);
        Assert.Equal(1, joined.Snapshot.Audience);
        Assert.Empty(worker.Media.Calls);
    }

    [Fact]
    public async Task A_higher_epoch_replaces_the_room_and_a_lower_one_is_refused()
    {
        await using var worker = await WorkerProcess.StartAsync();
        await worker.JoinAsync(Tickets.Host("ann"), epoch: 2);
        using var stale = await worker.PostJoinAsync(Tickets.Host("bob"), epoch: 1);
        Assert.Equal((409, "stale_epoch"), await WorkerProcess.ProblemOfAsync(stale));

        var joined = await worker.JoinAsync(Tickets.Host("bob"), epoch: 3);
        Assert.Equal(3, joined.Snapshot.Epoch);
        Assert.Equal("u-bob", Assert.Single(joined.Snapshot.Participants).ParticipantId);
        Assert.Contains("leave k-ann", worker.Media.Calls);
        Assert.Equal([Signaling, Up], worker.PubSub.Groups);

        using var otherSession = await worker.PostJoinAsync(Tickets.Host("cleo") with { SessionId = "s-2" }, epoch: 3);
        Assert.Equal((409, "session_ended"), await WorkerProcess.ProblemOfAsync(otherSession));
    }

    [Fact]
    public async Task A_full_worker_takes_nobody_but_those_who_resume()
    {
        await using var worker = await WorkerProcess.StartAsync(capacity: 1);
        await worker.JoinAsync(Tickets.Host("ann"));
        using var full = await worker.PostJoinAsync(Tickets.Host("bob"));
        Assert.Equal((503, "no_capacity"), await WorkerProcess.ProblemOfAsync(full));
        using var resumed = await worker.PostJoinAsync(Tickets.Host("ann"), resume: true);
        Assert.Equal(200, (int)resumed.StatusCode);
    }

    [Fact]
    public async Task A_room_that_cannot_be_opened_answers_503_and_is_forgotten()
    {
        await using var worker = await WorkerProcess.StartAsync();
        worker.Functions.Fault = FunctionsServer.Problem(500, "internal");
        using var failed = await worker.PostJoinAsync(Tickets.Host("ann"));
        Assert.Equal((503, "worker_unavailable"), await WorkerProcess.ProblemOfAsync(failed));

        worker.Functions.Fault = null;
        await worker.JoinAsync(Tickets.Host("ann"));
    }

    [Fact]
    public async Task The_worker_reports_itself_its_rooms_and_its_end()
    {
        await using var worker = await WorkerProcess.StartAsync();
        await worker.JoinAsync(Tickets.Host("ann"));
        var beat = await worker.Functions.Reports.FirstAsync(report => report.Participants == 1);
        Assert.Equal(new RoomReport(Tickets.RoomId, Tickets.SessionId, 1, 1), Assert.Single(beat.Rooms));
        Assert.Equal(100, beat.Capacity);

        using var health = await worker.SendAsync(HttpMethod.Get, "/health", null, null);
        Assert.Equal(
            new WorkerHealth(WorkerState.Ready, 1, 1),
            JsonSerializer.Deserialize(await health.Content.ReadAsStringAsync(), InternalJson.Default.WorkerHealth));

        await worker.StopAsync();
        Assert.Equal(
            [WorkerState.Draining, WorkerState.Stopped],
            worker.Functions.Reports.Items.Select(report => report.State).TakeLast(2));
        Assert.Equal("leave k-ann", worker.Media.Calls[^1]);
        Assert.Empty(worker.Functions.Told.Items);
        await worker.PubSub.Sockets.WhenAsync(sockets => sockets.Contains("closed 1000"));
    }

    [Fact]
    public async Task A_draining_worker_takes_nobody()
    {
        await using var worker = await WorkerProcess.StartAsync();
        worker.Services.GetRequiredService<Serverless.Worker.Health.WorkerStatus>().State = WorkerState.Draining;
        using var refused = await worker.PostJoinAsync(Tickets.Host("ann"));
        Assert.Equal((503, "no_capacity"), await WorkerProcess.ProblemOfAsync(refused));
    }

    private static string? TypeOf(JsonObject frame) => (string?)frame["data"]?["type"];

    private static JsonArray? EntriesOf(JsonObject frame) => frame["data"]?["entries"] as JsonArray;
}
