using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Health;
using Serverless.Worker.Media;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class MessageTests
{
    [Fact]
    public async Task SK2_a_message_from_an_unknown_key_is_dropped_and_counted()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));

        room.SayRaw("k-mallory", "{\"type\":\"chat\",\"id\":\"c\",\"text\":\"x\",\"fromUserId\":\"k-ann\"}");
        room.SayRaw(null, "{\"type\":\"leave\"}");
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(2, room.Drops[DropReason.UnknownSender]);
        Assert.Empty(room.News());
        Assert.Empty(room.Functions.Appends);
        Assert.NotNull(ann);
    }

    [Theory]
    [InlineData("{\"type\":\"teleport\",\"id\":\"t-1\"}", "unsupported_message", "t-1")]
    [InlineData("{\"type\":\"chat\",\"id\":\"c-1\"}", "invalid_message", "c-1")]
    [InlineData("{\"type\":\"chat\",\"id\":\"c-1\",\"text\":null}", "invalid_message", "c-1")]
    [InlineData("{\"type\":\"chat\",\"id\":7,\"text\":\"x\"}", "invalid_message", null)]
    [InlineData("{\"type\":\"chat\",\"id\":\"c-1\",\"text\":\"\\ud800\"}", "invalid_message", "c-1")]
    [InlineData("{\"type\":\"publish\",\"tracks\":[{\"source\":\"soul\",\"state\":\"live\"}]}", "invalid_message", null)]
    [InlineData("{\"type\":\"publish\",\"tracks\":[null]}", "invalid_message", null)]
    [InlineData("{\"type\":\"offer\",\"id\":\"o\",\"sdp\":\"v=0\",\"publish\":[null]}", "invalid_message", "o")]
    [InlineData("{\"type\":\"sync\",\"afterSeq\":-1}", "invalid_message", null)]
    [InlineData("{\"type\":7}", "invalid_message", null)]
    [InlineData("{}", "invalid_message", null)]
    [InlineData("[]", "invalid_message", null)]
    [InlineData("\"chat\"", "invalid_message", null)]
    [InlineData("{\"type\":\"alive\"", "invalid_message", null)]
    [InlineData("", "invalid_message", null)]
    public async Task SK3_SK4_what_cannot_be_read_is_answered_and_changes_nothing(string json, string code, string? id)
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));

        room.SayRaw(ann, json);
        await room.PassAsync(TimeSpan.FromSeconds(1));

        var error = Assert.IsType<ErrorMessage>(Assert.Single(room.News()).Message);
        Assert.Equal((code, Fault.Caller, id), (error.Code, error.Fault, error.Id));
        Assert.Null(error.RetryAfterSeconds);
    }

    [Fact]
    public async Task SK4_more_than_64_KiB_is_answered_and_changes_nothing()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));

        room.SayRaw(ann, $"{{\"type\":\"alive\",\"x\":\"{new string('x', 64 * 1024)}\"}}");
        await room.SettleAsync();

        Assert.Equal("invalid_message", Assert.Single(room.To<ErrorMessage>(ann)).Code);
    }

    [Fact]
    public async Task SK3_members_of_a_later_version_are_ignored()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));

        room.SayRaw(ann, "{\"id\":\"c-1\",\"mood\":{\"a\":[1]},\"text\":\"x\",\"type\":\"chat\"}");
        await room.SettleAsync();

        Assert.Equal([new AckMessage("c-1", 1)], room.To<AckMessage>(ann));
    }

    [Fact]
    public async Task SK5_a_repeated_publish_changes_nothing()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Microphone);
        var calls = room.Media.Calls.Count;
        var tracks = new PublishMessage([new TrackState(TrackSource.Microphone, TrackActivity.Muted)]);

        room.Say(ann, tracks);
        room.Say(ann, tracks);
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(calls + 1, room.Media.Calls.Count);
        Assert.Single(room.News());
    }

    [Fact]
    public async Task JN4_who_publishes_or_offers_more_than_the_ticket_says_is_refused()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var bob = await room.EnterAsync(Tickets.Viewer("bob"));
        var calls = room.Media.Calls.Count;

        room.Say(ann, new PublishMessage([new TrackState(TrackSource.Screen, TrackActivity.Live)]));
        room.Say(bob, new OfferMessage("o-1", "v=0", [new PublishSection("0", TrackSource.Camera)]));
        await room.SettleAsync();

        Assert.Equal("publish_forbidden", Assert.Single(room.To<ErrorMessage>(ann)).Code);
        Assert.Equal(("publish_forbidden", "o-1"), room.To<ErrorMessage>(bob).Select(e => (e.Code, e.Id)).Single());
        Assert.Equal(calls, room.Media.Calls.Count);
    }

    [Fact]
    public async Task SK6_sync_is_answered_from_memory_where_that_reaches_and_else_from_the_log()
    {
        await using var room = new RoomHarness(functions => functions.Store(Entries.Chats(300)));
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));

        room.Say(ann, new SyncMessage(290));
        await room.SettleAsync();
        Assert.Equal(0, room.Functions.Reads);
        room.Say(ann, new SyncMessage(20));
        await room.SettleAsync();
        Assert.Equal(1, room.Functions.Reads);
        room.Functions.Down = true;
        room.Say(ann, new SyncMessage(20));
        await room.SettleAsync();

        var snapshots = room.To<SnapshotMessage>(ann).Select(message => message.Snapshot).ToArray();
        Assert.Equal(Enumerable.Range(291, 10).Select(n => (long)n), snapshots[0].Log.Select(entry => entry.Seq));
        Assert.Equal(Enumerable.Range(21, 200).Select(n => (long)n), snapshots[1].Log.Select(entry => entry.Seq));
        Assert.Equal(Enumerable.Range(251, 50).Select(n => (long)n), snapshots[2].Log.Select(entry => entry.Seq));
        Assert.All(snapshots, snapshot => Assert.Equal(300, snapshot.LastSeq));
    }

    [Fact]
    public async Task MD1_an_offer_is_answered_and_of_those_waiting_only_the_newest()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        room.Media.Gate.Close();

        room.Say(ann, new OfferMessage("o-1", "one", []));
        room.Say(ann, new OfferMessage("o-2", "two", []));
        room.Say(ann, new OfferMessage("o-3", "three", []));
        await room.SettleAsync();
        room.Media.Gate.Open();
        await room.SettleAsync();

        Assert.Equal(["o-1", "o-3"], room.To<AnswerMessage>(ann).Select(answer => answer.Id));
        Assert.Equal(["offer k-ann one", "offer k-ann three"], room.Media.Calls.TakeLast(2));
    }

    [Fact]
    public async Task A_refused_offer_says_why()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var cleo = await room.EnterAsync(Tickets.Chatter("cleo"));
        room.Media.Answer = new MediaAnswer.Refused("invalid_sdp", "No m-line.");

        room.Say(ann, new OfferMessage("o-1", "nonsense", []));
        room.Say(cleo, new OfferMessage("o-1", "v=0", []));
        await room.SettleAsync();

        Assert.Equal(("invalid_sdp", "o-1"), room.To<ErrorMessage>(ann).Select(e => (e.Code, e.Id)).Single());
        Assert.Equal("unsupported_offer", Assert.Single(room.To<ErrorMessage>(cleo)).Code);
    }

    [Fact]
    public async Task JN6_leave_ends_the_participation_at_once()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        await room.EnterAsync(Tickets.Viewer("bob"));

        room.Say(ann, new LeaveMessage());
        await room.SettleAsync();

        var left = Assert.Single(room.Frames()[^1].Roster);
        Assert.Equal((RosterOp.Left, LeaveReason.Left), (left.Op, left.Reason));
        Assert.Equal("leave k-ann", room.Media.Calls[^1]);
        room.Say(ann, new ChatMessage("c", "ghost"));
        await room.SettleAsync();
        Assert.Empty(room.Functions.Appends);
        Assert.Equal(1, room.Drops[DropReason.UnknownSender]);
    }

    [Fact]
    public async Task A_flood_is_counted_and_its_sender_put_out_while_others_are_heard()
    {
        await using var room = new RoomHarness();
        var flooder = await room.EnterAsync(Tickets.Viewer("flooder"));
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));

        for (var i = 0; i < 3000; i++)
        {
            room.Say(flooder, new ChatMessage($"f-{i}", "x"));
        }

        room.Say(ann, new ChatMessage("c-1", "still here"));
        await room.SettleAsync();

        Assert.Equal(LeaveReason.Removed, Assert.Single(room.To<ClosedMessage>(flooder)).Reason);
        Assert.InRange(room.Drops[DropReason.Flood], 500, 600);
        Assert.InRange(room.Functions.Log.Count, 2, 6);
        Assert.Single(room.To<AckMessage>(ann));
    }
}
