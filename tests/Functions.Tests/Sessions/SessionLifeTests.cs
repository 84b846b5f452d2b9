using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Sessions;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class SessionLifeTests : HostedTests
{
    [Fact]
    public async Task An_ended_session_sends_everybody_out_and_its_tickets_are_over()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"town-hall"}""");
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Host.Time.Advance(TimeSpan.FromMinutes(1));

        var ended = await EndAsync(Host.Token(), """{"roomId":"town-hall"}""");
        var again = await EndAsync(Host.Token(), $$"""{"roomId":"{{room.RoomId}}","sessionId":"{{ended.Id}}"}""");

        Assert.Equal((joined.Session.SessionId, "ended", "town-hall"), (ended.Id, ended.Status, ended.CustomRoomId));
        Assert.Equal(TimeSpan.FromMinutes(1), ended.End - ended.Start);
        Assert.Equal(ended, again);
        Assert.Equal((room.RoomId, new EndRoomCommand(LeaveReason.SessionEnded)), Assert.Single(Worker.Commands));
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", joined.Ticket.Token, null))
            .AssertProblem(410, ProblemCodes.SessionEnded);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", joined.Ticket.Token, """{"offer":"v=0"}"""))
            .AssertProblem(410, ProblemCodes.SessionEnded);
    }

    [Fact]
    public async Task The_next_session_has_a_higher_epoch()
    {
        var room = await Host.CreateRoomAsync();
        var first = await Host.JoinAsync(room.RoomId, Host.Token());
        await EndAsync(Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");

        var second = await Host.JoinAsync(room.RoomId, Host.Token());

        Assert.NotEqual(first.Session.SessionId, second.Session.SessionId);
        Assert.Equal(2, second.Snapshot.Epoch);
    }

    [Fact]
    public async Task A_moderators_ticket_ends_its_own_session()
    {
        var room = await Host.CreateRoomAsync();
        var viewer = await Host.JoinAsync(room.RoomId, Host.JoinToken());
        var moderator = await Host.JoinAsync(room.RoomId, Host.Token());
        var body = $$"""{"roomId":"{{room.RoomId}}"}""";

        (await Host.PostAsync("/v2/sessions/end", viewer.Ticket.Token, body))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        Assert.Equal("ended", (await EndAsync(moderator.Ticket.Token, body)).Status);
    }

    [Fact]
    public async Task A_session_that_never_was_is_not_found()
    {
        var room = await Host.CreateRoomAsync();

        (await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}"""))
            .AssertProblem(404, ProblemCodes.NotFound);
        (await Host.PostAsync(
            "/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}","sessionId":"a/b"}"""))
            .AssertProblem(404, ProblemCodes.NotFound);
    }

    [Fact]
    public async Task PR4_The_last_leave_ends_the_session_and_a_repeat_changes_nothing()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        Assert.True(await LeftAsync(room.RoomId, joined, empty: true));
        Assert.True(await LeftAsync(room.RoomId, joined, empty: true));
        var next = await Host.JoinAsync(room.RoomId, Host.Token());
        Assert.True(await LeftAsync(room.RoomId, joined, empty: true));

        Assert.Equal(200, (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", next.Ticket.Token, null)).Status);
    }

    [Fact]
    public async Task PR4_A_join_under_way_keeps_the_session()
    {
        var room = await Host.CreateRoomAsync();
        var first = await Host.JoinAsync(room.RoomId, Host.Token());
        bool? ended = null;
        // The worker is empty in the moment in which the second person is on the way to it.
        Worker.OnTransport = async _ => ended = await LeftAsync(room.RoomId, first, empty: true);

        var second = await Host.JoinAsync(room.RoomId, Host.Token());

        Assert.False(ended);
        Assert.Equal(first.Session.SessionId, second.Session.SessionId);
        Assert.Equal(200, (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", second.Ticket.Token, null)).Status);
    }

    [Fact]
    public async Task A_session_that_ends_while_somebody_joins_does_not_keep_them()
    {
        var room = await Host.CreateRoomAsync();
        Worker.OnTransport = _ => EndAsync(Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");

        (await Host.TryJoinAsync(room.RoomId, Host.Token())).AssertProblem(410, ProblemCodes.SessionEnded);

        var (ticket, _) = Assert.Single(Worker.Transports);
        Assert.Equal(
            new CloseParticipantCommand(ticket.ConnectionKey, LeaveReason.SessionEnded),
            Worker.Commands.Last().Command);
    }

    [Fact]
    public async Task Joins_and_empty_reports_at_the_same_time_leave_nobody_in_an_ended_session()
    {
        var room = await Host.CreateRoomAsync();
        var joins = Enumerable.Range(0, 40).Select(async _ =>
        {
            var joined = await Host.JoinAsync(room.RoomId, Host.JoinToken());
            var renewed = await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", joined.Ticket.Token, null);
            await LeftAsync(room.RoomId, joined, empty: true);
            return renewed.Status;
        });

        Assert.All(await Task.WhenAll(joins), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_session_that_was_left_in_the_middle_of_ending_goes_on()
    {
        var room = await Host.CreateRoomAsync();
        var first = await Host.JoinAsync(room.RoomId, Host.Token());
        var store = Host.Service<OccupancyStore>();
        var live = (await store.FindAsync(room.RoomId, default))!;
        await store.ReplaceAsync(
            room.RoomId, live, live.Value with { Phase = OccupancyPhase.Ending, PhaseAt = Host.Time.GetUtcNow() },
            record: null, default);
        Host.Time.Advance(TimeSpan.FromSeconds(11));

        var second = await Host.JoinAsync(room.RoomId, Host.Token());

        Assert.Equal(first.Session.SessionId, second.Session.SessionId);
    }

    [Fact]
    public async Task The_sweep_ends_the_session_of_a_dead_worker_after_two_minutes()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.Token());
        await Worker.DisposeAsync();

        Host.Time.Advance(TimeSpan.FromSeconds(119));
        await Host.Service<Sweep>().RunAsync(default);
        var early = await PhaseAsync(room.RoomId);
        Host.Time.Advance(TimeSpan.FromSeconds(2));
        await Host.Service<Sweep>().RunAsync(default);
        await Host.Service<Sweep>().RunAsync(default);

        Assert.Equal((OccupancyPhase.Live, OccupancyPhase.Ended), (early, await PhaseAsync(room.RoomId)));
    }

    [Fact]
    public async Task The_sweep_leaves_a_session_whose_people_resumed_elsewhere()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await Worker.DisposeAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(130));
        await using var other = await Host.StartWorkerAsync("w2");
        await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", joined.Ticket.Token, """{"offer":"v=0"}""");
        await Host.ReportAsync("w2", other.Url, rooms: [new RoomReport(room.RoomId, joined.Session.SessionId, 2, 1)]);

        await Host.Service<Sweep>().RunAsync(default);

        Assert.Equal(OccupancyPhase.Live, await PhaseAsync(room.RoomId));
    }

    [Theory]
    [InlineData(1, OccupancyPhase.Live)]
    [InlineData(0, OccupancyPhase.Ended)]
    public async Task The_sweep_ends_what_a_living_worker_says_is_empty(int participants, object expected)
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Host.Time.Advance(TimeSpan.FromSeconds(121));
        await Host.ReportAsync(
            "w1", Worker.Url, rooms: [new RoomReport(room.RoomId, joined.Session.SessionId, 1, participants)]);

        await Host.Service<Sweep>().RunAsync(default);

        Assert.Equal(expected, await PhaseAsync(room.RoomId));
    }

    [Fact]
    public async Task The_timer_gets_the_answer_the_host_waits_for_and_outsiders_get_nothing()
    {
        var timer = await Host.PostAsync("/sweep", null, """{"Data":{"timer":{}},"Metadata":{"sys":{}}}""");
        Assert.Equal((200, "application/json"), (timer.Status, timer.MediaType));
        Assert.Equal("{}", timer.Json.GetProperty("Outputs").GetRawText());

        foreach (var header in (string[])["x-ms-invocation-id", "X-Forwarded-For", "X-Forwarded-Host"])
        {
            (await Host.SendAsync(HttpMethod.Post, "/sweep", null, null, (header, "1")))
                .AssertProblem(404, ProblemCodes.NotFound);
        }
    }

    private async Task<OccupancyPhase> PhaseAsync(string roomId) =>
        (await Host.Service<OccupancyStore>().FindAsync(roomId, default))!.Value.Phase;

    private async Task<SessionResponse> EndAsync(string bearer, string body) =>
        (await Host.PostAsync("/v2/sessions/end", bearer, body)).Read(RestJson.Default.SessionResponse);

    private async Task<bool> LeftAsync(string roomId, JoinResponse joined, bool empty)
    {
        var ticket = FunctionsHost.TicketOf(joined);
        var left = new ParticipantLeft(
            ticket.ConnectionKey, ticket.ParticipantId, Host.Time.GetUtcNow(), LeaveReason.Left);
        var reply = await Host.PostAsync(
            $"/internal/rooms/{roomId}/participants", Host.WorkerToken("w1"),
            new ParticipantEvents(ticket.SessionId, [left], empty), InternalJson.Default.ParticipantEvents);
        return reply.Read(InternalJson.Default.ParticipantEventsResponse).SessionEnded;
    }
}
