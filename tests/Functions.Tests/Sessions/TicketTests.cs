using System.Text;
using System.Text.Json.Nodes;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class TicketTests : HostedTests
{
    private const string Offer = """{"offer":"v=0\r\n"}""";

    [Fact]
    public async Task JN5_Resume_keeps_the_person_and_asks_for_a_new_transport()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token(), new JoinRequest
        {
            Offer = "v=0\r\n",
            DisplayName = "Ann",
            Metadata = System.Text.Json.JsonDocument.Parse("""{"city":"Oslo"}""").RootElement,
        });

        var resumed = (await ResumeAsync(room.RoomId, joined.Ticket.Token)).Read(RestJson.Default.JoinResponse);

        Assert.Equal(joined.Participant.ParticipantId, resumed.Participant.ParticipantId);
        Assert.Equal("Oslo", resumed.Participant.Metadata!.Value.GetProperty("city").GetString());
        Assert.Equal(joined.Session, resumed.Session);
        Assert.Equal(joined.Pubsub.PrivateGroup, resumed.Pubsub.PrivateGroup);
        Assert.Equal([false, true], Worker.Transports.Select(transport => transport.Request.Resume));
        Assert.Empty(Worker.Commands);
    }

    [Fact]
    public async Task JN5_Resume_finds_the_room_on_another_worker_when_its_own_is_dead()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await Worker.DisposeAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(16));

        (await ResumeAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(503, ProblemCodes.NoCapacity);
        await using var other = await Host.StartWorkerAsync("w2");
        var resumed = (await ResumeAsync(room.RoomId, joined.Ticket.Token)).Read(RestJson.Default.JoinResponse);

        Assert.Equal((joined.Session.SessionId, 2), (resumed.Session.SessionId, resumed.Snapshot.Epoch));
        Assert.Equal(2, Assert.Single(other.Transports).Request.Epoch);
    }

    [Fact]
    public async Task A_late_heartbeat_alone_moves_no_room()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Host.Time.Advance(TimeSpan.FromSeconds(16));
        await using var other = await Host.StartWorkerAsync("w2");

        var resumed = (await ResumeAsync(room.RoomId, joined.Ticket.Token)).Read(RestJson.Default.JoinResponse);

        Assert.Equal(1, resumed.Snapshot.Epoch);
        Assert.Empty(other.Transports);
    }

    [Fact]
    public async Task JN5_Who_was_lost_may_resume_and_who_left_may_not()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.Token());
        var lost = await Host.JoinAsync(room.RoomId, Host.Token());
        var left = await Host.JoinAsync(room.RoomId, Host.Token());
        await ReportAsync(room.RoomId, lost, LeaveReason.ConnectionLost);
        await ReportAsync(room.RoomId, left, LeaveReason.Left);

        Assert.Equal(200, (await ResumeAsync(room.RoomId, lost.Ticket.Token)).Status);
        Assert.Equal(200, (await RenewAsync(room.RoomId, lost.Ticket.Token)).Status);
        (await ResumeAsync(room.RoomId, left.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);
        (await RenewAsync(room.RoomId, left.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);
    }

    [Fact]
    public async Task Renewal_gives_a_new_ticket_and_a_new_socket_address()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Host.Time.Advance(TimeSpan.FromMinutes(9));

        var renewed = (await RenewAsync(room.RoomId, joined.Ticket.Token)).Read(RestJson.Default.RenewResponse);
        Host.Time.Advance(TimeSpan.FromMinutes(9));

        Assert.NotEqual(joined.Pubsub.Url, renewed.Pubsub.Url);
        Assert.Equal(joined.Pubsub.PrivateGroup, renewed.Pubsub.PrivateGroup);
        Assert.Equal(200, (await RenewAsync(room.RoomId, renewed.Ticket.Token)).Status);
        (await RenewAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketExpired);
    }

    [Fact]
    public async Task A_ticket_resumes_and_renews_five_minutes_after_its_end_and_no_longer()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Host.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await Host.ReportAsync("w1", Worker.Url);

        Assert.Equal(200, (await RenewAsync(room.RoomId, joined.Ticket.Token)).Status);
        Assert.Equal(200, (await ResumeAsync(room.RoomId, joined.Ticket.Token)).Status);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        (await RenewAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketExpired);
        (await ResumeAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketExpired);
    }

    [Fact]
    public async Task A_token_epoch_above_the_tickets_takes_it_away()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token(claims => claims["participantId"] = "u-ann"));
        var ticket = FunctionsHost.TicketOf(joined);
        var store = Host.Service<ParticipationStore>();
        var person = (await store.FindAsync(ticket.SessionId, ticket.ParticipantId, default))!;
        await store.TakeOverAsync(ticket.SessionId, person with { TokenEpoch = 1 }, known: null, default);

        (await RenewAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);
        (await ResumeAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);
    }

    [Fact]
    public async Task A_ticket_is_for_its_own_room()
    {
        var room = await Host.CreateRoomAsync();
        var other = await Host.CreateRoomAsync();
        var ticket = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;

        (await ResumeAsync(other.RoomId, ticket)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await RenewAsync(other.RoomId, ticket)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await Host.GetAsync($"/v2/rooms/{other.RoomId}/log", ticket)).AssertProblem(403, ProblemCodes.WrongRoom);
        (await LeaveAsync(other.RoomId, ticket)).AssertProblem(403, ProblemCodes.WrongRoom);
    }

    [Fact]
    public async Task What_is_no_ticket_is_invalid()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        var payload = JsonNode.Parse(TestJwt.Payload(joined.Ticket.Token).GetRawText())!.AsObject();
        payload["mod"] = true;

        (await RenewAsync(room.RoomId, null)).AssertProblem(401, ProblemCodes.TokenMissing);
        foreach (var token in (string[])
            ["x", Host.Token(), Host.WorkerToken("w1"), TestJwt.Sign(payload, FunctionsHost.Secret),
             TestJwt.Sign(payload, FunctionsHost.WorkerKey, """{"alg":"none"}""")])
        {
            (await RenewAsync(room.RoomId, token)).AssertProblem(401, ProblemCodes.TicketInvalid);
            (await LeaveAsync(room.RoomId, token)).AssertProblem(401, ProblemCodes.TicketInvalid);
        }
    }

    [Fact]
    public async Task Resume_needs_an_offer()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", joined.Ticket.Token, "{}"))
            .AssertProblem(400, ProblemCodes.OfferMissing);
    }

    [Fact]
    public async Task JN6_A_beacon_leaves_at_once()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        using var beacon = new StringContent($$"""{"ticket":"{{joined.Ticket.Token}}"}""", Encoding.UTF8, "text/plain");

        var reply = await Host.SendAsync(HttpMethod.Post, $"/v2/rooms/{room.RoomId}/leave", null, beacon);

        Assert.Equal(204, reply.Status);
        Assert.Equal(
            new CloseParticipantCommand(FunctionsHost.TicketOf(joined).ConnectionKey, LeaveReason.Left),
            Assert.Single(Worker.Commands).Command);
        (await RenewAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);
        Assert.Equal(204, (await LeaveAsync(room.RoomId, joined.Ticket.Token)).Status);
    }

    [Fact]
    public async Task Who_left_moderates_nothing_and_reads_nothing()
    {
        var room = await Host.CreateRoomAsync();
        var gone = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;
        await Host.JoinAsync(room.RoomId, Host.Token());
        await LeaveAsync(room.RoomId, gone);

        foreach (var reply in await UseAsync(room.RoomId, gone))
        {
            reply.AssertProblem(401, ProblemCodes.TicketInvalid);
        }
    }

    [Fact]
    public async Task A_ticket_of_an_ended_session_moderates_nothing_and_reads_nothing()
    {
        var room = await Host.CreateRoomAsync();
        var gone = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;
        await Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");
        await Host.JoinAsync(room.RoomId, Host.Token());

        foreach (var reply in await UseAsync(room.RoomId, gone))
        {
            reply.AssertProblem(410, ProblemCodes.SessionEnded);
        }
    }

    [Fact]
    public async Task A_session_that_ends_during_a_resume_does_not_keep_the_transport()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Worker.OnTransport = _ =>
            Host.PostAsync("/v2/sessions/end", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");

        (await ResumeAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(410, ProblemCodes.SessionEnded);

        Assert.Equal(
            new CloseParticipantCommand(FunctionsHost.TicketOf(joined).ConnectionKey, LeaveReason.SessionEnded),
            Worker.Commands.Last().Command);
    }

    [Fact]
    public async Task Who_leaves_during_a_resume_is_out()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        Worker.OnTransport = _ => LeaveAsync(room.RoomId, joined.Ticket.Token);

        (await ResumeAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);

        Assert.Equal(2, Worker.Commands.Count(sent => sent.Command is CloseParticipantCommand));
        (await RenewAsync(room.RoomId, joined.Ticket.Token)).AssertProblem(401, ProblemCodes.TicketInvalid);
    }

    private async Task<Reply[]> UseAsync(string roomId, string ticket) =>
    [
        await Host.PostAsync($"/v2/rooms/{roomId}/invites", ticket, "{}"),
        await Host.PostAsync("/v2/sessions/end", ticket, $$"""{"roomId":"{{roomId}}"}"""),
        await Host.PostAsync($"/v2/rooms/{roomId}/entries/e-none", ticket, """{"decision":"allowed"}"""),
        await Host.GetAsync($"/v2/rooms/{roomId}/log", ticket),
    ];

    private Task<Reply> ResumeAsync(string roomId, string ticket) =>
        Host.PostAsync($"/v2/rooms/{roomId}/resume", ticket, Offer);

    private Task<Reply> RenewAsync(string roomId, string? ticket) =>
        Host.PostAsync($"/v2/rooms/{roomId}/ticket", ticket, null);

    private Task<Reply> LeaveAsync(string roomId, string ticket) =>
        Host.PostAsync($"/v2/rooms/{roomId}/leave", null, $$"""{"ticket":"{{ticket}}"}""");

    private async Task ReportAsync(string roomId, JoinResponse joined, LeaveReason reason)
    {
        var ticket = FunctionsHost.TicketOf(joined);
        var left = new ParticipantLeft(ticket.ConnectionKey, ticket.ParticipantId, Host.Time.GetUtcNow(), reason);
        var reply = await Host.PostAsync(
            $"/internal/rooms/{roomId}/participants", Host.WorkerToken("w1"),
            new ParticipantEvents(ticket.SessionId, [left], Empty: false), InternalJson.Default.ParticipantEvents);
        Assert.False(reply.Read(InternalJson.Default.ParticipantEventsResponse).SessionEnded);
    }
}
