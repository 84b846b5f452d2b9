using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Tests.Sessions;

public sealed class JoinTests : HostedTests
{
    [Fact]
    public async Task JN1_One_call_brings_answer_ticket_socket_and_snapshot()
    {
        var room = await Host.CreateRoomAsync();

        var joined = await Host.JoinAsync(room.RoomId, Host.Token(), new JoinRequest
        {
            Offer = "v=0\r\n",
            DisplayName = "  Ann ",
            Metadata = JsonDocument.Parse("""{"city":"Oslo"}""").RootElement,
            Publish = [new PublishSection("0", TrackSource.Microphone)],
        });

        Assert.Equal("joined", joined.State);
        Assert.Equal("v=0\r\nanswer\r\n", joined.Answer);
        Assert.Equal("Ann", joined.Participant.DisplayName);
        Assert.Equal("Oslo", joined.Participant.Metadata!.Value.GetProperty("city").GetString());
        Assert.Equal(room.RoomId, joined.Session.RoomId);
        Assert.Equal(1, joined.Snapshot.Epoch);
        Assert.Equal(Host.Time.GetUtcNow().AddMinutes(10), joined.Ticket.ExpiresAt);
        Assert.Equal(300, joined.Ticket.RenewAfterSeconds);
        Assert.Equal(
            ["verify", "body", "room", "session", "announce", "worker", "worker.sdp", "settle"],
            joined.Timings.Select(timing => timing.Stage));

        var (ticket, request) = Assert.Single(Worker.Transports);
        Assert.Equal(("t-dev", room.RoomId, joined.Session.SessionId), (ticket.TenantId, ticket.RoomId, ticket.SessionId));
        Assert.Equal(ParticipantMode.SendAndReceive, ticket.Mode);
        Assert.True(ticket is { MayChat: true, MayModerate: true });
        Assert.Equal((1, "v=0\r\n", false), (request.Epoch, request.Offer, request.Resume));
        Assert.Equal(joined.Ticket.Token, request.Ticket);
    }

    [Fact]
    public async Task SK1_The_socket_may_send_to_two_groups_and_is_in_two_others()
    {
        var room = await Host.CreateRoomAsync();

        var joined = await Host.JoinAsync(room.RoomId, Host.JoinToken());

        var key = FunctionsHost.TicketOf(joined).ConnectionKey;
        var url = new Uri(joined.Pubsub.Url);
        Assert.Equal("ws://localhost:8081/client/hubs/live", url.GetLeftPart(UriPartial.Path));
        var token = url.Query["?access_token=".Length..];
        Assert.True(TestJwt.IsSignedBy(token, FunctionsHost.PubSubKey));
        var claims = TestJwt.Payload(token);
        Assert.Equal("http://localhost:8081/client/hubs/live", claims.GetProperty("aud").GetString());
        Assert.Equal(key, claims.GetProperty("sub").GetString());
        Assert.Equal(
            [$"webpubsub.sendToGroup.room.{room.RoomId}.sig", $"webpubsub.sendToGroup.room.{room.RoomId}.up"],
            claims.GetProperty("role").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(
            [$"room.{room.RoomId}.feed", $"p.{key}"],
            claims.GetProperty("webpubsub.group").EnumerateArray().Select(group => group.GetString()));
    }

    [Fact]
    public async Task Everybody_joins_the_same_session_on_the_same_worker()
    {
        await using var second = await Host.StartWorkerAsync("w2");
        var room = await Host.CreateRoomAsync();

        var joins = await Task.WhenAll(Enumerable.Range(0, 30)
            .Select(_ => Host.JoinAsync(room.RoomId, Host.JoinToken())));

        Assert.Single(joins.Select(join => join.Session.SessionId).Distinct());
        Assert.All(joins, join => Assert.Equal(1, join.Snapshot.Epoch));
        Assert.Equal(30, Math.Max(Worker.Transports.Count, second.Transports.Count));
    }

    [Fact]
    public async Task Without_media_there_is_no_answer()
    {
        var room = await Host.CreateRoomAsync();

        var joined = await Host.JoinAsync(
            room.RoomId, Host.JoinToken(), new JoinRequest { Mode = ParticipantMode.SignallingOnly });

        Assert.Null(joined.Answer);
        Assert.Equal("Guest", joined.Participant.DisplayName);
    }

    [Fact]
    public async Task A_name_and_metadata_of_the_token_are_used_where_the_request_has_none()
    {
        var room = await Host.CreateRoomAsync();

        var joined = await Host.JoinAsync(room.RoomId, Host.JoinToken(claims =>
        {
            claims["name"] = "Bo";
            claims["metadata"] = new JsonObject { ["team"] = 4 };
        }));

        Assert.Equal("Bo", joined.Participant.DisplayName);
        Assert.Equal(4, joined.Participant.Metadata!.Value.GetProperty("team").GetInt32());
    }

    [Fact]
    public async Task A_customRoomId_joins_the_room_it_names()
    {
        var room = await Host.CreateRoomAsync("""{"customRoomId":"town hall #7"}""");

        var joined = await Host.JoinAsync("town%20hall%20%237", Host.JoinToken());

        Assert.Equal(room.RoomId, joined.Session.RoomId);
    }

    [Theory]
    [InlineData(400, ProblemCodes.InvalidSdp)]
    [InlineData(422, ProblemCodes.NoUsableCodec)]
    [InlineData(422, ProblemCodes.UnsupportedOffer)]
    public async Task What_the_worker_finds_wrong_with_the_offer_reaches_the_client(int status, string code)
    {
        var room = await Host.CreateRoomAsync();
        Worker.Refusal = new Problem($"urn:serverless-live:problem:{code}", "t", status, "Because.", code, "Because.");

        var reply = await Host.TryJoinAsync(room.RoomId, Host.JoinToken());

        reply.AssertProblem(status, code);
        Assert.Equal("Because.", reply.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_full_worker_says_when_to_come_back()
    {
        var room = await Host.CreateRoomAsync();
        Worker.Refusal = new Problem("t", "t", 503, "Full.", ProblemCodes.NoCapacity, "Full.");

        var reply = await Host.TryJoinAsync(room.RoomId, Host.JoinToken());

        reply.AssertProblem(503, ProblemCodes.NoCapacity);
        Assert.Equal(TimeSpan.FromSeconds(7), reply.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Before_the_first_worker_a_join_is_told_to_wait_but_not_for_ever()
    {
        var room = await Host.CreateRoomAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(16));

        var reply = await Host.TryJoinAsync(room.RoomId, Host.JoinToken());

        var pending = reply.Read(RestJson.Default.JoinPendingResponse);
        Assert.Equal((202, "starting", 3), (reply.Status, pending.State, pending.RetryAfterSeconds));
        Assert.Equal(TimeSpan.FromSeconds(3), reply.Headers.RetryAfter!.Delta);
        for (var i = 0; i < 6; i++)
        {
            Host.Time.Advance(TimeSpan.FromMinutes(1));
            reply = await Host.TryJoinAsync(room.RoomId, Host.JoinToken());
        }

        reply.AssertProblem(503, ProblemCodes.NoCapacity);
        Assert.NotNull(reply.Headers.RetryAfter);
        await Host.ReportAsync("w1", Worker.Url);
        await Host.JoinAsync(room.RoomId, Host.JoinToken());
    }

    [Fact]
    public async Task Full_workers_are_no_capacity()
    {
        var room = await Host.CreateRoomAsync();
        await Host.ReportAsync("w1", Worker.Url, participants: 100);

        (await Host.TryJoinAsync(room.RoomId, Host.JoinToken())).AssertProblem(503, ProblemCodes.NoCapacity);
    }

    [Fact]
    public async Task A_join_to_a_dead_worker_without_another_waits_for_one_and_moves_the_room_to_it()
    {
        var room = await Host.CreateRoomAsync();
        var first = await Host.JoinAsync(room.RoomId, Host.JoinToken());
        await Worker.DisposeAsync();

        var refused = await Host.TryJoinAsync(room.RoomId, Host.JoinToken());
        var demands = await Host.Service<DemandStore>().StandingAsync(TestContext.Current.CancellationToken);
        await using var other = await Host.StartWorkerAsync("w2");
        var moved = await Host.JoinAsync(room.RoomId, Host.JoinToken());

        Assert.Equal((202, "starting"), (refused.Status, refused.Read(RestJson.Default.JoinPendingResponse).State));
        Assert.Equal(room.RoomId, Assert.Single(demands));
        Assert.Equal(first.Session.SessionId, moved.Session.SessionId);
        Assert.Equal(2, moved.Snapshot.Epoch);
        Assert.Single(other.Transports);
    }

    [Fact]
    public async Task A_worker_that_is_only_slow_keeps_its_room_where_there_is_no_other()
    {
        var room = await Host.CreateRoomAsync();
        var first = await Host.JoinAsync(room.RoomId, Host.JoinToken());
        Worker.OnHealth = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);
        Host.Time.Advance(TimeSpan.FromSeconds(14));

        var second = await Host.JoinAsync(room.RoomId, Host.JoinToken());

        Assert.Equal((first.Session.SessionId, 1), (second.Session.SessionId, second.Snapshot.Epoch));
    }

    [Fact]
    public async Task A_worker_that_was_slow_for_too_long_is_given_up()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.JoinToken());
        Worker.OnHealth = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);
        Host.Time.Advance(TimeSpan.FromSeconds(16));

        var refused = await Host.TryJoinAsync(room.RoomId, Host.JoinToken());

        Assert.Equal((202, "starting"), (refused.Status, refused.Read(RestJson.Default.JoinPendingResponse).State));
    }

    [Fact]
    public async Task A_slow_worker_gives_its_room_to_another_that_is_not()
    {
        var room = await Host.CreateRoomAsync();
        await Host.JoinAsync(room.RoomId, Host.JoinToken());
        Worker.OnHealth = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);
        Host.Time.Advance(TimeSpan.FromSeconds(6));
        await using var other = await Host.StartWorkerAsync("w2");

        var moved = await Host.JoinAsync(room.RoomId, Host.JoinToken());

        Assert.Equal(2, moved.Snapshot.Epoch);
        Assert.Single(other.Transports);
    }
}
