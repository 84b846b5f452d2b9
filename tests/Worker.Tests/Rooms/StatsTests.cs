using Serverless.Contracts.Signaling;
using Serverless.Worker.Media;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class StatsTests
{
    [Fact]
    public async Task ST1_a_request_is_answered_once_with_what_the_media_plane_counts()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        var transport = new TransportStats
        {
            BitrateSent = 1000,
            BitrateReceived = 2,
            Estimate = 3000,
            Drops = new Dictionary<string, long> { ["AwaitingKeyFrame"] = 4 },
        };
        room.Media.Stats = new MediaStats(transport, [], []);

        room.Say(ann, new StatsRequest("s-1"));
        await room.PassAsync(TimeSpan.FromSeconds(3));

        var stats = Assert.Single(room.To<StatsMessage>(ann));
        Assert.Equal(("s-1", 3000L, 4L), (stats.Id, stats.Transport.Estimate!.Value, stats.Transport.Drops["AwaitingKeyFrame"]));
    }

    [Fact]
    public async Task ST1_without_media_there_is_nothing_to_count()
    {
        await using var room = new RoomHarness();
        await room.JoinAsync(Tickets.Chatter("cleo"));
        room.Say("k-cleo", new StatsRequest("s-1"));
        room.Say("k-cleo", new StatsRequest(string.Empty));
        await room.SettleAsync();

        Assert.Empty(Assert.Single(room.To<StatsMessage>("k-cleo")).Slots);
        Assert.Equal("invalid_message", Assert.Single(room.To<ErrorMessage>("k-cleo")).Code);
        Assert.Empty(room.Media.Calls);
    }

    [Fact]
    public async Task ST2_more_than_one_a_second_after_five_is_refused_with_a_time_to_wait()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        for (var i = 0; i < 7; i++)
        {
            room.Say(ann, new StatsRequest($"s-{i}"));
            await room.SettleAsync();
        }

        Assert.Equal(5, room.To<StatsMessage>(ann).Count);
        Assert.Equal(
            [("stats_too_fast", "s-5", 1), ("stats_too_fast", "s-6", 1)],
            room.To<ErrorMessage>(ann).Select(error => (error.Code, error.Id!, error.RetryAfterSeconds!.Value)));
        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Say(ann, new StatsRequest("s-7"));
        await room.SettleAsync();
        Assert.Equal("s-7", room.To<StatsMessage>(ann)[^1].Id);
    }

    [Fact]
    public async Task ST2_a_second_request_does_not_wait_for_the_first()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Media.Gate.Close();
        room.Say(ann, new StatsRequest("s-1"));
        room.Say(ann, new StatsRequest("s-2"));
        await room.SettleAsync();
        Assert.Equal(("stats_too_fast", "s-2"), room.To<ErrorMessage>(ann).Select(error => (error.Code, error.Id)).Single());

        room.Media.Gate.Open();
        await room.SettleAsync();
        Assert.Equal("s-1", Assert.Single(room.To<StatsMessage>(ann)).Id);
    }
}
