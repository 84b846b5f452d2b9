using System.Text.Json.Nodes;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Whip;

public sealed class WhipStartTests : HostedTests
{
    [Fact]
    public async Task WH1_an_offer_is_answered_with_the_session_it_started()
    {
        var client = await RoomAsync();

        var reply = await client.PostAsync("whip", $"Bearer {Host.Token()}", WhipClient.Publishing);

        Assert.Equal((201, "application/sdp", "v=0\r\nanswer\r\n"), (reply.Status, reply.MediaType, reply.Text));
        Assert.Matches("^/v2/whip/sessions/[0-9a-z]{26}$", reply.Headers.Location!.ToString());
        Assert.False(reply.Headers.ETag!.IsWeak);
        Assert.Equal("application/trickle-ice-sdpfrag", Assert.Single(reply.Headers.GetValues("Accept-Patch")));
    }

    [Fact]
    public async Task WH3_a_publisher_is_on_stage_with_microphone_and_camera()
    {
        var client = await RoomAsync();

        await client.StartAsync("whip", Host.Token(), "&displayName=OBS%20Studio");

        var (ticket, request) = Assert.Single(Worker.Transports);
        Assert.Equal((ParticipantMode.SendAndReceive, "OBS Studio"), (ticket.Mode, ticket.DisplayName));
        Assert.Equal(
            [new PublishSection("a", TrackSource.Microphone), new PublishSection("v", TrackSource.Camera)],
            request.Publish);
        Assert.Equal(WhipClient.Publishing, request.Offer);
    }

    [Fact]
    public async Task WH3_a_section_that_does_not_send_publishes_nothing()
    {
        var client = await RoomAsync();

        var reply = await client.PostAsync("whip", Host.Token(), WhipClient.Offer("inactive", "sendrecv"));

        Assert.Equal(201, reply.Status);
        var (_, request) = Assert.Single(Worker.Transports);
        Assert.Equal([new PublishSection("v", TrackSource.Camera)], request.Publish);
    }

    [Fact]
    public async Task WH3_JN4_who_may_not_publish_is_refused()
    {
        var client = await RoomAsync();

        var guest = await client.PostAsync("whip", Host.JoinToken(), WhipClient.Publishing);
        var camera = await client.PostAsync(
            "whip", Host.JoinToken(claims => claims["publish"] = new JsonArray("camera")), WhipClient.Publishing);

        guest.AssertProblem(403, ProblemCodes.PublishForbidden);
        camera.AssertProblem(403, ProblemCodes.PublishForbidden);
        Assert.Empty(Worker.Transports);
    }

    [Theory]
    [InlineData("recvonly")]
    [InlineData("sendrecv")]
    public async Task WH4_a_viewer_only_receives_whatever_its_sections_offer(string direction)
    {
        var client = await RoomAsync();

        var reply = await client.PostAsync("whep", Host.JoinToken(), WhipClient.Offer(direction, direction));

        Assert.Equal(201, reply.Status);
        Assert.StartsWith("/v2/whep/sessions/", reply.Headers.Location!.ToString(), StringComparison.Ordinal);
        var (ticket, request) = Assert.Single(Worker.Transports);
        Assert.Equal(ParticipantMode.ReceiveOnly, ticket.Mode);
        Assert.Empty(request.Publish);
        Assert.Equal(2, request.Offer!.Split("a=recvonly\r\n").Length - 1);
        Assert.DoesNotContain("a=sendrecv", request.Offer, StringComparison.Ordinal);
        Assert.StartsWith("v=0\r\n", request.Offer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WH4_a_section_without_a_direction_would_send_and_so_only_receives()
    {
        var client = await RoomAsync();
        var offer = WhipClient.Watching.Replace("a=recvonly\r\n", "", StringComparison.Ordinal);

        Assert.Equal(201, (await client.PostAsync("whep", Host.JoinToken(), offer)).Status);

        var (_, request) = Assert.Single(Worker.Transports);
        Assert.Equal(2, request.Offer!.Split("a=recvonly\r\n").Length - 1);
    }

    [Fact]
    public async Task WH2_a_broken_offer_is_refused_and_reaches_no_worker()
    {
        var client = await RoomAsync();
        foreach (var offer in new[]
        {
            "", "{}", "v=1\r\nm=audio", "v=0\r\n", WhipClient.Offer("recvonly", "inactive"),
            WhipClient.Publishing.Replace("a=mid", "a=x", StringComparison.Ordinal),
        })
        {
            (await client.PostAsync("whip", Host.Token(), offer)).AssertProblem(400, ProblemCodes.InvalidSdp);
        }

        (await client.PostAsync("whep", Host.Token(), WhipClient.Publishing)).AssertProblem(400, ProblemCodes.InvalidSdp);
        Assert.Empty(Worker.Transports);
    }

    [Fact]
    public async Task WH2_what_the_worker_refuses_is_passed_on()
    {
        var client = await RoomAsync();
        Worker.Refusal = new Problem("t", "t", 400, "d", ProblemCodes.NoUsableCodec, "d");

        (await client.PostAsync("whip", Host.Token(), WhipClient.Publishing))
            .AssertProblem(400, ProblemCodes.NoUsableCodec);
    }

    [Fact]
    public async Task WH2_other_media_types_and_sizes_are_refused()
    {
        var client = await RoomAsync();

        var json = await client.PostAsync("whip", Host.Token(), WhipClient.Publishing, contentType: "application/json");
        var withCharset = await client.PostAsync(
            "whip", Host.Token(), WhipClient.Publishing, contentType: "Application/SDP; charset=utf-8");
        var large = await client.PostAsync("whip", Host.Token(), "v=0\r\n" + new string('a', 256 * 1024));

        json.AssertProblem(415, ProblemCodes.UnsupportedMediaType);
        Assert.Equal(201, withCharset.Status);
        large.AssertProblem(413, ProblemCodes.BodyTooLarge);
    }

    [Fact]
    public async Task WH2_credentials_and_rooms_are_checked_as_for_any_join()
    {
        var client = await RoomAsync();
        var offer = WhipClient.Publishing;

        (await client.PostAsync("whip", null, offer)).AssertProblem(401, ProblemCodes.TokenMissing);
        (await client.PostAsync("whip", "Bearer x.y.z", offer)).AssertProblem(401, ProblemCodes.TokenInvalid);
        (await client.PostAsync("whip", Host.OtherTenantsToken(), offer)).AssertProblem(404, ProblemCodes.RoomNotFound);
        (await client.PostAsync("whip", Host.Token(claims => claims["roomId"] = "elsewhere"), offer))
            .AssertProblem(403, ProblemCodes.WrongRoom);
        (await client.PostAsync(
            "whip", Host.Token(claims => claims["permissions"] = new JsonArray("ask_join")), offer))
            .AssertProblem(403, ProblemCodes.PermissionDenied);
        (await client.PostAsync("whep", Host.Token(), WhipClient.Watching, "&remotePeerId=ann"))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
        (await Host.SendAsync(HttpMethod.Post, "/v2/whip", Host.Token(), null))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
    }

    [Fact]
    public async Task WH2_a_closed_room_is_gone()
    {
        var room = await Host.CreateRoomAsync();
        await Host.PostAsync("/v2/rooms/deactivate", Host.Token(), $"{{\"roomId\":\"{room.RoomId}\"}}");

        (await new WhipClient(Host, room.RoomId).PostAsync("whip", Host.Token(), WhipClient.Publishing))
            .AssertProblem(410, ProblemCodes.RoomClosed);
    }

    [Fact]
    public async Task WH5_an_address_names_an_identity_only_where_the_token_could()
    {
        var client = await RoomAsync();
        var named = Host.JoinToken(claims => claims["participantId"] = "ann");

        await client.StartAsync("whip", Host.Token(), "&participantId=camera-1");
        await client.StartAsync("whep", named, "&participantId=ann");
        var stranger = await client.PostAsync("whep", named, WhipClient.Watching, "&participantId=bob");
        var guest = await client.PostAsync("whep", Host.JoinToken(), WhipClient.Watching, "&participantId=ann");

        Assert.Equal(["camera-1", "ann"], Worker.Transports.Select(transport => transport.Ticket.ParticipantId));
        stranger.AssertProblem(403, ProblemCodes.WrongParticipant);
        guest.AssertProblem(403, ProblemCodes.WrongParticipant);
    }

    [Theory]
    [InlineData("/v2/whip", "POST")]
    [InlineData("/v2/whep", "POST")]
    [InlineData("/v2/whip/sessions/x", "PATCH")]
    [InlineData("/v2/whep/sessions/x", "DELETE")]
    public async Task WH9_methods_that_mean_nothing_are_405_with_those_that_do(string path, string allowed)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Put })
        {
            using var client = new HttpClient();
            using var response = await client.SendAsync(new HttpRequestMessage(method, new Uri(Host.Url, path)));

            Assert.Equal(405, (int)response.StatusCode);
            Assert.Contains(allowed, response.Content.Headers.Allow);
            Assert.DoesNotContain(method.Method, response.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task WH9_options_say_what_can_be_posted_and_a_preflight_lets_browsers_in()
    {
        var options = await Host.SendAsync(HttpMethod.Options, "/v2/whip", null, null);
        var preflight = await Host.SendAsync(
            HttpMethod.Options, "/v2/whip/sessions/x", null, null, ("Origin", "https://player.example"),
            ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "authorization,if-match"));
        var answer = await Host.SendAsync(
            HttpMethod.Delete, "/v2/whip/sessions/x", null, null, ("Origin", "https://player.example"));

        Assert.Equal(200, options.Status);
        Assert.Equal("application/sdp", Assert.Single(options.Headers.GetValues("Accept-Post")));
        Assert.Equal(204, preflight.Status);
        Assert.Equal("*", Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("PATCH", Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        var exposed = string.Join(',', answer.Headers.GetValues("Access-Control-Expose-Headers"));
        Assert.All(["Location", "ETag", "Link"], name => Assert.Contains(name, exposed, StringComparison.Ordinal));
    }

    private async Task<WhipClient> RoomAsync() => new(Host, (await Host.CreateRoomAsync()).RoomId);
}
