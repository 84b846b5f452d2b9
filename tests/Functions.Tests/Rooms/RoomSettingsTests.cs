using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Rooms;

public sealed class RoomSettingsTests : HostedTests
{
    [Fact]
    public async Task What_a_room_was_made_with_is_shown_again()
    {
        var room = await Host.CreateRoomAsync(
            """
            {"region":"sg001","geoFence":"eu001","autoStartConfig":{},"multiComposition":{"recording":true},
             "webhook":{"endPoint":"https://example.com/hook","events":["session*","*"]},
             "autoCloseConfig":{"type":"session-end-and-deactivate","duration":60},"startsAt":"2026-11-23T20:00:00Z",
             "codecs":{"video":["H264","AV1"]}}
            """);

        var found = (await Host.GetAsync($"/v2/rooms/{room.RoomId}", Host.Token())).Read(RestJson.Default.RoomResponse);

        Assert.Equal("https://example.com/hook", found.Webhook!.EndPoint);
        Assert.Equal(["session*", "*"], found.Webhook.Events);
        Assert.Equal(60, found.AutoCloseConfig!.Duration);
        Assert.Equal(new MultiComposition(Recording: true), found.MultiComposition);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero), found.StartsAt);
        Assert.Equal([VideoCodec.H264, VideoCodec.Av1], found.Codecs.Video);
    }

    [Fact]
    public async Task Its_codecs_reach_the_worker_in_every_ticket()
    {
        var usual = await Host.CreateRoomAsync();
        var chosen = await Host.CreateRoomAsync("""{"codecs":{"video":["VP8","VP9"]}}""");

        await Host.JoinAsync(usual.RoomId, Host.Token());
        await Host.JoinAsync(chosen.RoomId, Host.Token());

        Assert.Equal([VideoCodec.Vp8, VideoCodec.H264], usual.Codecs.Video);
        Assert.Equal(
            [null, [VideoCodec.Vp8, VideoCodec.Vp9]],
            Worker.Transports.Select(transport => transport.Ticket.VideoCodecs?.ToArray()));
    }

    [Theory]
    [InlineData("""{"webhook":{"endPoint":"ftp://example.com","events":[]}}""")]
    [InlineData("""{"webhook":{"endPoint":"/hook","events":[]}}""")]
    [InlineData("""{"webhook":{"endPoint":"https://example.com","events":[null]}}""")]
    [InlineData("""{"webhook":{"endPoint":"https://example.com"}}""")]
    [InlineData("""{"autoCloseConfig":{"type":"never"}}""")]
    [InlineData("""{"autoCloseConfig":{"duration":0}}""")]
    [InlineData("""{"autoCloseConfig":{"duration":1e300}}""")]
    [InlineData("""{"autoCloseConfig":{"durationSeconds":-1}}""")]
    [InlineData("""{"startsAt":"tomorrow"}""")]
    [InlineData("""{"codecs":{"video":[]}}""")]
    [InlineData("""{"codecs":{"video":["VP9","VP8"]}}""")]
    [InlineData("""{"codecs":{"video":["VP8","VP8"]}}""")]
    [InlineData("""{"codecs":{"video":["VP8","H265"]}}""")]
    [InlineData("""{"codecs":{}}""")]
    public async Task A_wrong_setting_makes_no_room(string body) =>
        (await Host.PostAsync("/v2/rooms", Host.Token(), body)).AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task A_recording_that_would_not_start_is_not_promised() =>
        (await Host.PostAsync("/v2/rooms", Host.Token(), """{"autoStartConfig":{"recording":{}}}"""))
            .AssertProblem(501, ProblemCodes.NotBuilt);

    [Theory]
    [InlineData("""{"duration":90}""", 5400)]
    [InlineData("""{"duration":90,"durationSeconds":45}""", 45)]
    [InlineData("{}", 28_800)]
    public async Task A_session_ends_when_its_time_is_over_whoever_is_in_it(string config, int seconds)
    {
        var room = await Host.CreateRoomAsync($$"""{"autoCloseConfig":{{config}}}""");
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        await SweepAfterAsync(room.RoomId, joined, TimeSpan.FromSeconds(seconds - 1));
        Assert.Empty(Worker.Commands);
        await SweepAfterAsync(room.RoomId, joined, TimeSpan.FromSeconds(1));

        Assert.Equal((room.RoomId, new EndRoomCommand(LeaveReason.RoomClosed)), Assert.Single(Worker.Commands));
        var session = (await Host.GetAsync($"/v2/sessions/{joined.Session.SessionId}", Host.Token()))
            .Read(RestJson.Default.SessionResponse);
        Assert.Equal(("ended", seconds), (session.Status, (int)session.ActiveDuration!));
        await Host.JoinAsync(room.RoomId, Host.Token());
    }

    [Fact]
    public async Task Its_room_may_close_with_it()
    {
        var room = await Host.CreateRoomAsync(
            """{"autoCloseConfig":{"type":"session-end-and-deactivate","duration":1}}""");
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        await SweepAfterAsync(room.RoomId, joined, TimeSpan.FromMinutes(1));

        (await Host.TryJoinAsync(room.RoomId, Host.Token())).AssertProblem(410, ProblemCodes.RoomClosed);
    }

    [Fact]
    public async Task A_closed_room_can_be_opened_again()
    {
        var room = await Host.CreateRoomAsync();
        await UpdateAsync(room.RoomId, "disabled");
        (await Host.TryJoinAsync(room.RoomId, Host.Token())).AssertProblem(410, ProblemCodes.RoomClosed);

        Assert.False((await UpdateAsync(room.RoomId, "enabled")).Disabled);

        await Host.JoinAsync(room.RoomId, Host.Token());
    }

    [Fact]
    public async Task To_deactivate_a_room_takes_its_exact_id()
    {
        await Host.CreateRoomAsync("""{"customRoomId":"town-hall"}""");

        (await Host.PostAsync("/v2/rooms/deactivate", Host.Token(), """{"roomId":"town-hall"}"""))
            .AssertProblem(402, ProblemCodes.RoomNotFound);
    }

    [Theory]
    [InlineData("POST", "/v2/recordings/start")]
    [InlineData("GET", "/v2/recordings")]
    [InlineData("DELETE", "/v2/hls/65a1")]
    [InlineData("POST", "/v2/livestreams/end")]
    [InlineData("PATCH", "/v2/sip/routing-rule/1")]
    [InlineData("POST", "/ai/v1/realtime-transcriptions/start")]
    public async Task What_is_not_built_says_so_to_a_caller_with_a_token(string method, string path)
    {
        (await Host.SendAsync(new HttpMethod(method), path, Host.Token(), null)).AssertProblem(501, ProblemCodes.NotBuilt);
        (await Host.SendAsync(new HttpMethod(method), path, null, null)).AssertProblem(401, ProblemCodes.TokenMissing);
    }

    private async Task<RoomResponse> UpdateAsync(string roomId, string status) =>
        (await Host.PostAsync($"/v2/rooms/{roomId}", Host.Token(), $$"""{"status":"{{status}}"}"""))
            .Read(RestJson.Default.RoomResponse);

    private async Task SweepAfterAsync(string roomId, JoinResponse joined, TimeSpan time)
    {
        Host.Time.Advance(time);
        await Host.ReportAsync(
            "w1", Worker.Url, participants: 1, rooms: [new RoomReport(roomId, joined.Session.SessionId, 1, 1)]);
        await Host.Service<Sweep>().RunAsync(default);
    }
}
