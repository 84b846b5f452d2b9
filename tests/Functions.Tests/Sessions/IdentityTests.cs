using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class IdentityTests : HostedTests
{
    [Fact]
    public async Task JN3_A_newer_join_of_a_bound_id_ends_the_older_with_1011()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["participantId"] = "u/ann ä");
        var older = await Host.JoinAsync(room.RoomId, token);
        Assert.Empty(Worker.Commands);

        var newer = await Host.JoinAsync(room.RoomId, token);

        Assert.Equal("u/ann ä", newer.Participant.ParticipantId);
        Assert.Equal(
            (room.RoomId, new CloseParticipantCommand(
                FunctionsHost.TicketOf(older).ConnectionKey, new LeaveReason(1011, "DUPLICATE_PARTICIPANT"))),
            Assert.Single(Worker.Commands));
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", older.Ticket.Token, null))
            .AssertProblem(401, ProblemCodes.TicketInvalid);
        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/resume", older.Ticket.Token, """{"offer":"v=0"}"""))
            .AssertProblem(401, ProblemCodes.TicketInvalid);
        Assert.Equal(200, (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", newer.Ticket.Token, null)).Status);
    }

    [Fact]
    public async Task JN3_The_older_join_stays_when_the_newer_gets_no_transport()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["participantId"] = "u-ann");
        var older = await Host.JoinAsync(room.RoomId, token);
        Worker.Refusal = new Problem("t", "t", 400, "d", ProblemCodes.InvalidSdp, "d");

        await Host.TryJoinAsync(room.RoomId, token);

        Assert.Empty(Worker.Commands);
        Assert.Equal(200, (await Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", older.Ticket.Token, null)).Status);
    }

    [Fact]
    public async Task JN3_Of_20_joins_at_once_one_stays_and_each_other_is_closed_once()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["participantId"] = "u-ann");

        var joins = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Host.JoinAsync(room.RoomId, token)));

        var keys = joins.Select(join => FunctionsHost.TicketOf(join).ConnectionKey).ToHashSet();
        var closed = Worker.Commands.Select(c => Assert.IsType<CloseParticipantCommand>(c.Command).ConnectionKey).ToList();
        Assert.Equal(19, closed.Count);
        Assert.Equal(19, closed.Distinct().Count());
        Assert.Subset(keys, closed.ToHashSet());
        var renewals = await Task.WhenAll(joins.Select(
            join => Host.PostAsync($"/v2/rooms/{room.RoomId}/ticket", join.Ticket.Token, null)));
        Assert.Single(renewals, reply => reply.Status == 200);
    }

    [Fact]
    public async Task JN3_Guests_get_ids_of_their_own_and_evict_nobody()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken();

        var one = await Host.JoinAsync(room.RoomId, token);
        var two = await Host.JoinAsync(room.RoomId, token);

        Assert.NotEqual(one.Participant.ParticipantId, two.Participant.ParticipantId);
        Assert.NotEqual(FunctionsHost.TicketOf(one).ConnectionKey, FunctionsHost.TicketOf(two).ConnectionKey);
        Assert.True(FunctionsHost.TicketOf(one).ConnectionKey.Length >= 26);
        Assert.Empty(Worker.Commands);
    }

    [Fact]
    public async Task JN3_A_bound_person_who_left_is_not_closed_again()
    {
        var room = await Host.CreateRoomAsync();
        var token = Host.JoinToken(claims => claims["participantId"] = "u-ann");
        await Host.JoinAsync(room.RoomId, Host.Token());
        var older = await Host.JoinAsync(room.RoomId, token);
        await Host.PostAsync($"/v2/rooms/{room.RoomId}/leave", null, $$"""{"ticket":"{{older.Ticket.Token}}"}""");
        Worker.Commands.Clear();

        await Host.JoinAsync(room.RoomId, token);

        Assert.Empty(Worker.Commands);
    }
}
