using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Whip;

public sealed class WhipSessionTests : HostedTests
{
    [Theory]
    [InlineData("the newest")]
    [InlineData("*")]
    public async Task WH6_trickled_candidates_are_accepted_and_change_nothing(string ifMatch)
    {
        var client = await RoomAsync();
        var (location, etag) = await client.StartAsync("whip", Host.Token());

        var reply = await client.PatchAsync(
            location, WhipClient.Fragment(WhipClient.Ufrag), ifMatch == "the newest" ? etag : ifMatch);

        Assert.Equal((204, ""), (reply.Status, reply.Text));
        Assert.Empty(Worker.Restarts);
    }

    [Theory]
    [InlineData("whip", "*")]
    [InlineData("whep", "the newest")]
    public async Task WH7_new_credentials_restart_ice(string endpoint, string ifMatch)
    {
        var client = await RoomAsync();
        var (location, etag) = await client.StartAsync(endpoint, Host.Token());

        var reply = await client.PatchAsync(location, WhipClient.Fragment("8hhY"), ifMatch == "*" ? ifMatch : etag);

        Assert.Equal((200, "application/trickle-ice-sdpfrag"), (reply.Status, reply.MediaType));
        Assert.Equal(
            "a=ice-lite\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:a\r\na=ice-ufrag:w1xx\r\n"
            + "a=ice-pwd:worker-password-of-22\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n",
            reply.Text);
        Assert.NotEqual(etag, reply.Headers.ETag!.ToString());
        var (ticket, _) = Assert.Single(Worker.Transports);
        Assert.Equal(
            (ticket.RoomId, new RestartIceRequest(ticket.ConnectionKey, "8hhY", "asd88fgpdd777uzjYhagZg")),
            Assert.Single(Worker.Restarts));
    }

    [Fact]
    public async Task WH7_after_a_restart_only_the_new_tag_and_credentials_count()
    {
        var client = await RoomAsync();
        var (location, first) = await client.StartAsync("whip", Host.Token());
        var second = (await client.PatchAsync(location, WhipClient.Fragment("8hhY"), "*")).Headers.ETag!.ToString();

        var late = await client.PatchAsync(location, WhipClient.Fragment(WhipClient.Ufrag), first);
        var trickled = await client.PatchAsync(location, WhipClient.Fragment("8hhY"), second);
        var again = await client.PatchAsync(location, WhipClient.Fragment("8hhZ"), second);

        late.AssertProblem(412, ProblemCodes.PreconditionFailed);
        Assert.Equal(204, trickled.Status);
        Assert.Equal(200, again.Status);
        Assert.Equal(["8hhY", "8hhZ"], Worker.Restarts.Select(restart => restart.Request.Ufrag));
    }

    [Theory]
    [InlineData(WhipClient.Ufrag)]
    [InlineData("8hhY")]
    public async Task WH6_a_fragment_without_a_precondition_is_428(string ufrag)
    {
        var client = await RoomAsync();
        var (location, _) = await client.StartAsync("whip", Host.Token());

        (await client.PatchAsync(location, WhipClient.Fragment(ufrag), null))
            .AssertProblem(428, ProblemCodes.PreconditionRequired);
        Assert.Empty(Worker.Restarts);
    }

    [Fact]
    public async Task WH7_a_restart_under_a_tag_that_is_none_of_the_session_s_is_412()
    {
        var client = await RoomAsync();
        var (location, etag) = await client.StartAsync("whip", Host.Token());

        (await client.PatchAsync(location, WhipClient.Fragment("8hhY"), $"W/{etag}"))
            .AssertProblem(412, ProblemCodes.PreconditionFailed);
        (await client.PatchAsync(location, WhipClient.Fragment("8hhY"), "not a tag"))
            .AssertProblem(412, ProblemCodes.PreconditionFailed);
        Assert.Empty(Worker.Restarts);
    }

    [Fact]
    public async Task WH7_of_two_restarts_at_once_one_has_to_ask_again()
    {
        var client = await RoomAsync();
        var (location, _) = await client.StartAsync("whip", Host.Token());
        var both = new TaskCompletionSource();
        Worker.OnRestart = () =>
        {
            if (Worker.Restarts.Count == 2)
            {
                both.TrySetResult();
            }

            return both.Task;
        };

        var replies = await Task.WhenAll(
            client.PatchAsync(location, WhipClient.Fragment("8hhY"), "*"),
            client.PatchAsync(location, WhipClient.Fragment("8hhZ"), "*"));

        Assert.Equal([200, 412], replies.Select(reply => reply.Status).Order());
    }

    [Fact]
    public async Task WH6_other_bodies_are_refused()
    {
        var client = await RoomAsync();
        var (location, etag) = await client.StartAsync("whip", Host.Token());

        (await client.PatchAsync(location, WhipClient.Fragment("8hhY"), etag, "application/sdp"))
            .AssertProblem(415, ProblemCodes.UnsupportedMediaType);
        foreach (var fragment in new[]
        {
            "", "{}", "a=ice-ufrag:8hhY\r\n", WhipClient.Fragment("8h"), WhipClient.Fragment("8hhY", "short"),
            WhipClient.Fragment("8hh\"Y"), WhipClient.Fragment(new string('x', 257)),
        })
        {
            (await client.PatchAsync(location, fragment, etag)).AssertProblem(400, ProblemCodes.InvalidSdp);
        }

        Assert.Empty(Worker.Restarts);
    }

    [Theory]
    [InlineData("whip")]
    [InlineData("whep")]
    public async Task WH8_delete_ends_the_participation_at_once(string endpoint)
    {
        var client = await RoomAsync();
        var (location, etag) = await client.StartAsync(endpoint, Host.Token());
        var (ticket, _) = Assert.Single(Worker.Transports);

        var ended = await client.EndAsync(location);

        Assert.Equal(200, ended.Status);
        Assert.Equal(
            (ticket.RoomId, new CloseParticipantCommand(ticket.ConnectionKey, LeaveReason.Left)),
            Assert.Single(Worker.Commands));
        (await client.PatchAsync(location, WhipClient.Fragment(WhipClient.Ufrag), etag))
            .AssertProblem(410, ProblemCodes.SessionEnded);
        Assert.Equal(200, (await client.EndAsync(location)).Status);
    }

    [Fact]
    public async Task WH8_a_session_that_the_worker_lost_or_the_room_ended_is_gone()
    {
        var client = await RoomAsync();
        var (lost, _) = await client.StartAsync("whip", Host.Token());
        var (ended, _) = await client.StartAsync("whip", Host.Token());
        Worker.Refusal = new Problem("t", "t", 404, "d", ProblemCodes.NotFound, "d");

        (await client.PatchAsync(lost, WhipClient.Fragment("8hhY"), "*")).AssertProblem(410, ProblemCodes.SessionEnded);
        var (ticket, _) = Worker.Transports.Last();
        await Host.PostAsync("/v2/sessions/end", Host.Token(), $"{{\"roomId\":\"{ticket.RoomId}\"}}");

        (await client.PatchAsync(ended, WhipClient.Fragment(WhipClient.Ufrag), "*"))
            .AssertProblem(410, ProblemCodes.SessionEnded);
    }

    [Fact]
    public async Task WH8_a_newer_join_of_the_same_identity_ends_the_session()
    {
        var client = await RoomAsync();
        var (first, _) = await client.StartAsync("whip", Host.Token(), "&participantId=camera");
        var (second, _) = await client.StartAsync("whip", Host.Token(), "&participantId=camera");

        (await client.PatchAsync(first, WhipClient.Fragment(WhipClient.Ufrag), null))
            .AssertProblem(410, ProblemCodes.SessionEnded);
        Assert.Equal(204, (await client.PatchAsync(second, WhipClient.Fragment(WhipClient.Ufrag), "*")).Status);
        var close = Assert.IsType<CloseParticipantCommand>(Assert.Single(Worker.Commands).Command);
        Assert.Equal(LeaveReason.Duplicate, close.Reason);
    }

    [Fact]
    public async Task WH6_an_unknown_session_is_404()
    {
        var client = await RoomAsync();
        foreach (var id in new[] { "00000000000000000000000000", "%25", "x%20y", new string('x', 300) })
        {
            (await client.PatchAsync($"/v2/whip/sessions/{id}", WhipClient.Fragment("8hhY"), "*"))
                .AssertProblem(404, ProblemCodes.WhipSessionNotFound);
            (await client.EndAsync($"/v2/whep/sessions/{id}")).AssertProblem(404, ProblemCodes.WhipSessionNotFound);
        }
    }

    [Fact]
    public async Task WH7_a_worker_that_does_not_answer_is_no_end_of_the_session()
    {
        var client = await RoomAsync();
        var (location, _) = await client.StartAsync("whip", Host.Token());
        Worker.Refusal = new Problem("t", "t", 503, "d", ProblemCodes.WorkerUnavailable, "d");
        var failed = await client.PatchAsync(location, WhipClient.Fragment("8hhY"), "*");
        Worker.Refusal = null;

        failed.AssertProblem(503, ProblemCodes.WorkerUnavailable);
        Assert.NotNull(failed.Headers.RetryAfter);
        Assert.Equal(200, (await client.PatchAsync(location, WhipClient.Fragment("8hhY"), "*")).Status);
    }

    private async Task<WhipClient> RoomAsync() => new(Host, (await Host.CreateRoomAsync()).RoomId);
}
