using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class WatchTests
{
    private const string Ben = "{\"participantId\":\"u-ben\",\"source\":\"camera\"";

    [Theory]
    [InlineData("")]
    [InlineData("{\"participantId\":\"\",\"source\":\"camera\"}")]
    [InlineData("{\"participantId\":\"u-ben\",\"source\":\"microphone\"}")]
    [InlineData("{\"participantId\":\"u-ben\",\"source\":\"soul\"}")]
    [InlineData("{\"participantId\":\"u-ben\"}")]
    [InlineData("null")]
    [InlineData(Ben + "}," + Ben + ",\"hidden\":true}")]
    [InlineData(Ben + ",\"width\":640}")]
    [InlineData(Ben + ",\"width\":0,\"height\":360}")]
    [InlineData(Ben + ",\"width\":640,\"height\":16385}")]
    [InlineData(Ben + ",\"width\":640.5,\"height\":360}")]
    [InlineData(Ben + ",\"width\":640,\"height\":99999999999}")]
    [InlineData(Ben + ",\"priority\":101}")]
    [InlineData(Ben + ",\"priority\":-1}")]
    [InlineData(Ben + ",\"priority\":\"high\"}")]
    [InlineData(Ben + ",\"pinned\":true,\"hidden\":true}")]
    [InlineData(Ben + ",\"pinned\":1}")]
    public async Task WA1_what_is_wrong_is_answered_and_costs_nothing(string tracks)
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        var calls = room.Media.Calls.Count;

        room.SayRaw(ann, tracks.Length == 0
            ? "{\"type\":\"watch\",\"tracks\":[],\"others\":\"blur\"}"
            : $"{{\"type\":\"watch\",\"tracks\":[{tracks}]}}");
        await room.SettleAsync();

        var error = Assert.Single(room.To<ErrorMessage>(ann));
        Assert.Equal(("invalid_message", Fault.Caller), (error.Code, error.Fault));
        Assert.Equal(calls, room.Media.Calls.Count);
    }

    [Fact]
    public async Task WA1_fifty_tracks_are_watched_and_fifty_one_are_too_many()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        WatchedTrack[] tracks = [.. Enumerable.Range(0, 51).Select(n => new WatchedTrack($"u-{n}", TrackSource.Camera))];

        room.Say(ann, new WatchMessage(tracks));
        await room.SettleAsync();
        Assert.Equal("invalid_message", Assert.Single(room.To<ErrorMessage>(ann)).Code);

        room.Say(ann, new WatchMessage(tracks[1..], OtherTracks.Hide));
        await room.SettleAsync();
        Assert.Equal($"watch k-ann {string.Join(',', tracks[1..].Select(track => track.ParticipantId))}", room.Media.Calls[^1]);
        Assert.Single(room.To<ErrorMessage>(ann));
    }

    [Fact]
    public async Task WA7_a_resume_keeps_what_is_watched()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Say(ann, new WatchMessage([new WatchedTrack("u-ben", TrackSource.Camera)]));
        await room.SettleAsync();

        await room.JoinAsync(Tickets.Viewer("ann", "k-ann-2"), resume: true);

        Assert.Contains("watch k-ann-2 u-ben", room.Media.Calls);
    }

    [Fact]
    public async Task WA1_who_has_no_media_watches_nothing()
    {
        await using var room = new RoomHarness();
        await room.JoinAsync(Tickets.Chatter("cleo"));
        room.Say("k-cleo", new WatchMessage([]));
        await room.SettleAsync();
        Assert.Empty(room.Media.Calls);
        Assert.Empty(room.To<ErrorMessage>("k-cleo"));
    }
}
