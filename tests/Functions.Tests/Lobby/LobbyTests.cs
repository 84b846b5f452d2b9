using System.Text.Json.Nodes;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Lobby;

public sealed class LobbyTests : HostedTests
{
    [Fact]
    public async Task JN7_Who_asks_waits_is_announced_and_is_let_in()
    {
        var room = await Host.CreateRoomAsync();
        var moderator = (await Host.JoinAsync(room.RoomId, Host.Token())).Ticket.Token;

        var waiting = await KnockAsync(room.RoomId, null);
        var still = await KnockAsync(room.RoomId, waiting.EntryId);
        var answer = await RespondAsync(room.RoomId, waiting.EntryId!, moderator, "allowed");
        var joined = await Host.JoinAsync(room.RoomId, AskToken(), Request(waiting.EntryId));

        Assert.Equal(("waiting", 2), (waiting.State, waiting.RetryAfterSeconds));
        Assert.Equal(waiting.EntryId, still.EntryId);
        Assert.Equal(204, answer.Status);
        Assert.Equal(ParticipantMode.ReceiveOnly, joined.Participant.Mode);
        Assert.Equal([EntryState.Requested, EntryState.Allowed], Announced().Select(entry => entry.State));
        Assert.All(Announced(), entry => Assert.Equal(
            (waiting.EntryId, "Cleo"), (entry.EntryId, entry.DisplayName)));
    }

    [Fact]
    public async Task JN7_Who_is_refused_stays_out()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.Token());
        var waiting = await KnockAsync(room.RoomId, null);

        await RespondAsync(room.RoomId, waiting.EntryId!, Host.Token(), "denied");
        await RespondAsync(room.RoomId, waiting.EntryId!, Host.Token(), "allowed");

        (await Host.TryJoinAsync(room.RoomId, AskToken(), Request(waiting.EntryId)))
            .AssertProblem(403, ProblemCodes.EntryDenied);
    }

    [Fact]
    public async Task JN7_A_moderator_who_comes_later_hears_of_those_who_wait()
    {
        var room = await Host.CreateRoomAsync();
        var waiting = await KnockAsync(room.RoomId, null);
        await Host.JoinAsync(room.RoomId, Host.Token());

        await KnockAsync(room.RoomId, waiting.EntryId);
        Assert.Empty(Announced());
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => KnockAsync(room.RoomId, waiting.EntryId)));

        Assert.Equal(waiting.EntryId, Assert.Single(Announced()).EntryId);
    }

    [Fact]
    public async Task JN7_An_entry_serves_only_who_it_was_made_for()
    {
        var room = await Host.CreateRoomAsync();
        var other = await Host.CreateRoomAsync();
        var waiting = await KnockAsync(room.RoomId, null);
        await RespondAsync(room.RoomId, waiting.EntryId!, Host.Token(), "allowed");
        var bound = AskToken(claims => claims["participantId"] = "u-eve");

        (await Host.TryJoinAsync(room.RoomId, bound, Request(waiting.EntryId)))
            .AssertProblem(404, ProblemCodes.NotFound);
        (await Host.TryJoinAsync(other.RoomId, AskToken(), Request(waiting.EntryId)))
            .AssertProblem(404, ProblemCodes.NotFound);
        (await Host.TryJoinAsync(room.RoomId, AskToken(), Request("e-made-up")))
            .AssertProblem(404, ProblemCodes.NotFound);
    }

    [Fact]
    public async Task An_entry_admits_one_person_under_the_name_the_moderator_saw()
    {
        var room = await Host.CreateRoomAsync();
        var waiting = await KnockAsync(room.RoomId, null);
        await RespondAsync(room.RoomId, waiting.EntryId!, Host.Token(), "allowed");
        var renamed = Request(waiting.EntryId) with { DisplayName = "The boss" };
        Worker.Refusal = new Problem("t", "t", 503, "d", ProblemCodes.NoCapacity, "d");
        var failed = await Host.TryJoinAsync(room.RoomId, AskToken(), renamed);
        Worker.Refusal = null;

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Host.TryJoinAsync(room.RoomId, AskToken(), renamed)));

        failed.AssertProblem(503, ProblemCodes.NoCapacity);
        var joined = Assert.Single(replies, reply => reply.Status == 200).Read(RestJson.Default.JoinResponse);
        Assert.Equal("Cleo", joined.Participant.DisplayName);
        Assert.All(
            replies.Where(reply => reply.Status != 200),
            reply => reply.AssertProblem(403, ProblemCodes.EntryDenied));
    }

    [Fact]
    public async Task Only_moderators_decide()
    {
        var room = await Host.CreateRoomAsync();
        var viewer = (await Host.JoinAsync(room.RoomId, Host.JoinToken())).Ticket.Token;
        var waiting = await KnockAsync(room.RoomId, null);

        (await RespondAsync(room.RoomId, waiting.EntryId!, viewer, "allowed"))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        (await RespondAsync(room.RoomId, waiting.EntryId!, AskToken(), "allowed"))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        (await RespondAsync(room.RoomId, waiting.EntryId!, Host.OtherTenantsToken(), "allowed"))
            .AssertProblem(404, ProblemCodes.RoomNotFound);
        (await RespondAsync(room.RoomId, waiting.EntryId!, Host.Token(), "requested"))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
        (await RespondAsync(room.RoomId, "e-none", Host.Token(), "allowed")).AssertProblem(404, ProblemCodes.NotFound);
    }

    private static JoinRequest Request(string? entryId) =>
        new() { Offer = "v=0\r\n", DisplayName = "Cleo", EntryId = entryId };

    private string AskToken(Action<JsonObject>? change = null) => Host.Token(claims =>
    {
        claims["permissions"] = new JsonArray("ask_join");
        change?.Invoke(claims);
    });

    private async Task<JoinPendingResponse> KnockAsync(string roomId, string? entryId)
    {
        var reply = await Host.TryJoinAsync(roomId, AskToken(), Request(entryId));
        Assert.Equal(202, reply.Status);
        return reply.Read(RestJson.Default.JoinPendingResponse);
    }

    private Task<Reply> RespondAsync(string roomId, string entryId, string bearer, string decision) =>
        Host.PostAsync($"/v2/rooms/{roomId}/entries/{entryId}", bearer, $$"""{"decision":"{{decision}}"}""");

    private List<EntryMessage> Announced() =>
        [.. Worker.Commands.Select(sent => sent.Command).OfType<AnnounceEntryCommand>().Select(entry => entry.Entry)];
}
