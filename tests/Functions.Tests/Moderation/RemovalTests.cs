using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Moderation;

public sealed class RemovalTests : HostedTests
{
    [Fact]
    public async Task A_removed_person_is_put_out_and_nothing_old_lets_them_in()
    {
        var room = await Host.CreateRoomAsync();
        var token = Ann();
        var joined = await Host.JoinAsync(room.RoomId, token);
        var renewed = (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", joined.Ticket.Token, null))
            .Read(RestJson.Default.RenewResponse);

        var reply = await RemoveAsync(room.RoomId, "u-ann");

        Assert.Equal((200, "\"Participant removed successfully\""), (reply.Status, reply.Text));
        var key = FunctionsHost.TicketOf(joined).ConnectionKey;
        Assert.Equal(
            (room.RoomId, new CloseParticipantCommand(key, LeaveReason.Removed)), Assert.Single(Worker.Commands));
        (await Host.TryJoinAsync(room.RoomId, token)).AssertProblem(403, ProblemCodes.ParticipantRemoved);
        foreach (var ticket in (string[])[joined.Ticket.Token, renewed.Ticket.Token])
        {
            (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", ticket, null))
                .AssertProblem(401, ProblemCodes.TicketInvalid);
            (await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", ticket, """{"offer":"v=0"}"""))
                .AssertProblem(401, ProblemCodes.TicketInvalid);
            (await Host.GetAsync($"/v2/rooms/{room.RoomId}/log", ticket))
                .AssertProblem(401, ProblemCodes.TicketInvalid);
        }
    }

    [Fact]
    public async Task A_token_made_afterwards_lets_them_in_again()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Ann());
        await RemoveAsync(room.RoomId, "u-ann");
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.ReportAsync("w1", Worker.Url);

        var again = await Host.JoinAsync(room.RoomId, Ann());

        Assert.Equal(200, (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", again.Ticket.Token, null)).Status);
    }

    [Fact]
    public async Task A_token_of_a_clock_that_is_ahead_does_not()
    {
        var room = await Host.CreateRoomAsync();
        var ahead = Host.Token(claims =>
        {
            claims["participantId"] = "u-ann";
            claims["iat"] = Host.Time.GetUtcNow().ToUnixTimeSeconds() + 20;
        });
        await Host.JoinAsync(room.RoomId, ahead);

        await RemoveAsync(room.RoomId, "u-ann");

        (await Host.TryJoinAsync(room.RoomId, ahead)).AssertProblem(403, ProblemCodes.ParticipantRemoved);
    }

    [Fact]
    public async Task A_ban_holds_against_new_tokens_until_it_is_lifted()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Ann());
        await RemoveAsync(room.RoomId, "u-ann", ban: true);
        // A later removal without a ban does not lift it.
        await RemoveAsync(room.RoomId, "u-ann");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.ReportAsync("w1", Worker.Url);

        (await Host.TryJoinAsync(room.RoomId, Ann())).AssertProblem(403, ProblemCodes.ParticipantBanned);
        var bans = (await Host.GetAsync($"/v2/rooms/{room.RoomId}/bans", Host.Token())).Read(BackEndJson.Default.BanPage);
        Assert.Equal("u-ann", Assert.Single(bans.Data).ParticipantId);

        Assert.Equal(204, (await LiftAsync(room.RoomId, "u-ann")).Status);
        await Host.JoinAsync(room.RoomId, Ann());
        (await LiftAsync(room.RoomId, "u-ann")).AssertProblem(404, ProblemCodes.NotFound);
    }

    [Fact]
    public async Task Somebody_who_is_not_there_can_be_banned()
    {
        var room = await Host.CreateRoomAsync();

        Assert.Equal(
            204,
            (await Host.PostAsync($"/v2/rooms/{room.RoomId}/bans", Host.Token(), """{"participantId":"u-ann"}""")).Status);

        (await Host.TryJoinAsync(room.RoomId, Ann())).AssertProblem(403, ProblemCodes.ParticipantBanned);
    }

    [Fact]
    public async Task A_guests_own_token_is_worth_nothing_afterwards()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["jti"] = "1");
        var guest = await Host.JoinAsync(room.RoomId, token);

        await RemoveAsync(room.RoomId, guest.Participant.ParticipantId);

        (await Host.TryJoinAsync(room.RoomId, token)).AssertProblem(403, ProblemCodes.ParticipantRemoved);
        await Host.JoinAsync(room.RoomId, Host.JoinToken(claims => claims["jti"] = "2"));
    }

    [Fact]
    public async Task A_token_that_the_whole_audience_has_is_not_taken_from_it()
    {
        var room = await Host.CreateRoomAsync();
        var shared = Host.JoinToken();
        var one = await Host.JoinAsync(room.RoomId, shared);
        await Host.JoinAsync(room.RoomId, shared);

        await RemoveAsync(room.RoomId, one.Participant.ParticipantId);

        await Host.JoinAsync(room.RoomId, shared);
    }

    [Fact]
    public async Task Who_is_removed_while_they_join_does_not_get_in()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Ann());
        Worker.OnTransport = async _ =>
        {
            Worker.OnTransport = _ => Task.CompletedTask;
            await RemoveAsync(room.RoomId, "u-ann");
        };

        (await Host.TryJoinAsync(room.RoomId, Ann(jti: "other"))).AssertProblem(403, ProblemCodes.ParticipantRemoved);

        // The one that stood and the one under way.
        var closed = Worker.Commands.Select(sent => ((CloseParticipantCommand)sent.Command).ConnectionKey).Distinct();
        Assert.Equal(Worker.Transports.Select(made => made.Ticket.ConnectionKey).Order(), closed.Order());
    }

    [Fact]
    public async Task A_session_names_its_room()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Ann());
        var body = $$"""{"sessionId":"{{joined.Session.SessionId}}","participantId":"u-ann"}""";

        (await Host.PostAsync("/v2/sessions/participants/remove", Host.OtherTenantsToken(), body))
            .AssertProblem(404, ProblemCodes.SessionNotFound);
        Assert.Equal(200, (await Host.PostAsync("/v2/sessions/participants/remove", Host.Token(), body)).Status);
    }

    [Fact]
    public async Task Nobody_there_is_not_found()
    {
        var room = await Host.CreateRoomAsync();

        (await RemoveAsync(room.RoomId, "u-ann")).AssertProblem(404, ProblemCodes.SessionNotFound);
        await Host.JoinAsync(room.RoomId, Host.Token());
        (await RemoveAsync(room.RoomId, "u-ann")).AssertProblem(404, ProblemCodes.ParticipantNotFound);
        (await RemoveAsync(room.RoomId, "")).AssertProblem(400, ProblemCodes.InvalidRequest);
        (await Host.PostAsync("/v2/sessions/participants/remove", Host.Token(), """{"participantId":"u-ann"}"""))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_moderator_in_the_room_removes_by_ticket()
    {
        var room = await Host.CreateRoomAsync();
        var moderator = await Host.JoinAsync(room.RoomId, Host.Token());
        await Host.JoinAsync(room.RoomId, Ann());
        var body = $$"""{"roomId":"{{room.RoomId}}","participantId":"u-ann"}""";

        Assert.Equal(200, (await Host.PostAsync("/v2/sessions/participants/remove", moderator.Ticket.Token, body)).Status);
    }

    private string Ann(string? jti = null) => Host.JoinToken(claims =>
    {
        claims["participantId"] = "u-ann";
        claims["jti"] = jti;
    });

    private Task<Reply> RemoveAsync(string roomId, string participantId, bool ban = false) => Host.PostAsync(
        "/v2/sessions/participants/remove",
        Host.Token(),
        new RemoveParticipantRequest { ParticipantId = participantId, RoomId = roomId, Ban = ban },
        BackEndJson.Default.RemoveParticipantRequest);

    private Task<Reply> LiftAsync(string roomId, string participantId) =>
        Host.SendAsync(HttpMethod.Delete, $"/v2/rooms/{roomId}/bans/{participantId}", Host.Token(), null);
}
