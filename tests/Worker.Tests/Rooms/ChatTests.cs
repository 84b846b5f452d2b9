using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class ChatTests
{
    [Fact]
    public async Task FD4_a_chat_is_acknowledged_and_fed_only_after_its_append_succeeded()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Functions.Gate.Close();

        room.Say(ann, new ChatMessage("c-1", "Hello"));
        await room.PassAsync(TimeSpan.FromSeconds(3));

        Assert.Single(room.Functions.Appends);
        Assert.Empty(room.News());

        room.Functions.Gate.Open();
        await room.SettleAsync();

        Assert.Equal([new AckMessage("c-1", 1)], room.To<AckMessage>(ann));
        var frame = Assert.Single(room.Frames(), frame => frame.Entries.Count > 0);
        Assert.Equal("Hello", frame.Entries[0].Data.GetProperty("text").GetString());
        Assert.Equal(new Sender("u-ann", "ann"), frame.Entries[0].From);
        Assert.Equal(1, frame.LastSeq);
        Assert.IsType<AckMessage>(room.News()[0].Message);
    }

    [Fact]
    public async Task FD5_one_append_is_under_way_and_the_rest_follows_in_batches_without_gaps()
    {
        await using var room = new RoomHarness();
        var keys = new List<string>();
        for (var i = 0; i < 26; i++)
        {
            keys.Add(await room.EnterAsync(Tickets.Viewer($"v{i}")));
        }

        room.Functions.Gate.Close();
        foreach (var key in keys)
        {
            for (var i = 0; i < 5; i++)
            {
                room.Say(key, new ChatMessage($"c-{i}", "x"));
            }
        }

        await room.SettleAsync();
        Assert.Single(room.Functions.Appends);
        room.Functions.Gate.Open();
        await room.PassAsync(TimeSpan.FromSeconds(2));

        Assert.All(room.Functions.Appends, append => Assert.InRange(append.Entries.Count, 1, 50));
        Assert.Equal(Enumerable.Range(1, 130).Select(seq => (long)seq), room.Functions.Log.Select(entry => entry.Seq));
        Assert.Equal(
            Enumerable.Range(1, 130).Select(seq => (long)seq),
            room.Frames().SelectMany(frame => frame.Entries).Select(entry => entry.Seq));
        Assert.Equal(130, keys.Sum(key => room.To<AckMessage>(key).Count));
    }

    [Fact]
    public async Task FD6_a_repeated_id_is_acknowledged_with_the_first_seq_and_not_stored_again()
    {
        await using var room = new RoomHarness(functions => functions.Store(Entries.Chat(1, "ann", "c-0")));
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        var bob = await room.EnterAsync(Tickets.Viewer("bob"));

        room.Say(ann, new ChatMessage("c-0", "said before this worker had the room"));
        room.Say(ann, new ChatMessage("c-1", "first"));
        await room.SettleAsync();
        room.Say(ann, new ChatMessage("c-1", "second"));
        room.Say(bob, new ChatMessage("c-1", "another author"));
        await room.SettleAsync();

        Assert.Equal([new("c-0", 1), new("c-1", 2), new("c-1", 2)], room.To<AckMessage>(ann));
        Assert.Equal([new AckMessage("c-1", 3)], room.To<AckMessage>(bob));
        Assert.Equal(3, room.Functions.Log.Count);
    }

    [Fact]
    public async Task FD6_a_repeat_while_the_first_is_under_way_is_acknowledged_once()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Functions.Gate.Close();

        room.Say(ann, new ChatMessage("c-1", "first"));
        await room.SettleAsync();
        room.Say(ann, new ChatMessage("c-1", "again"));
        await room.SettleAsync();
        room.Functions.Gate.Open();
        await room.SettleAsync();

        Assert.Equal([new AckMessage("c-1", 1)], room.To<AckMessage>(ann));
        Assert.Single(room.Functions.Log);
    }

    [Fact]
    public async Task While_functions_are_down_chat_is_refused_clearly_and_later_goes_on()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Microphone);
        room.Functions.Down = true;

        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.SettleAsync();
        room.Say(ann, new ChatMessage("c-2", "y"));
        room.Say(ann, new PublishMessage([new TrackState(TrackSource.Microphone, TrackActivity.Muted)]));
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["c-1", "c-2"], room.To<ErrorMessage>(ann).Select(error => error.Id!));
        Assert.All(room.To<ErrorMessage>(ann), error =>
            Assert.Equal(("log_unavailable", Fault.Server, 2), (error.Code, error.Fault, error.RetryAfterSeconds)));
        Assert.Single(room.Functions.Appends);
        Assert.Contains(room.Frames(), frame => frame.Roster.Any(change => change.Op == RosterOp.Updated));

        room.Functions.Down = false;
        await room.PassAsync(TimeSpan.FromSeconds(2));
        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.SettleAsync();

        Assert.Equal([new AckMessage("c-1", 1)], room.To<AckMessage>(ann));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_found_again_when_its_author_repeats_it()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Functions.LoseAnswer = true;

        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Empty(room.To<AckMessage>(ann));
        Assert.Equal("log_unavailable", Assert.Single(room.To<ErrorMessage>(ann)).Code);

        room.Say(ann, new ChatMessage("c-1", "x"));
        room.Say(ann, new ChatMessage("c-2", "y"));
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([new("c-1", 1), new("c-2", 2)], room.To<AckMessage>(ann));
        Assert.Equal(["c-1", "c-2"], room.Functions.Log.Select(entry => entry.Id));
        Assert.Equal(["c-1", "c-2"], room.Frames().SelectMany(frame => frame.Entries).Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_stale_sequence_is_read_up_and_the_batch_numbered_again()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Functions.Store(Entries.Chats(230));

        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal([new AckMessage("c-1", 231)], room.To<AckMessage>(ann));
        Assert.Equal(231, room.Functions.Log.Count);
        var fed = room.Frames().SelectMany(frame => frame.Entries).Select(entry => entry.Seq).ToArray();
        Assert.Equal(231, fed[^1]);
        Assert.Equal(fed.Order(), fed);
        Assert.Equal(231, room.Frames()[^1].LastSeq);
    }

    [Fact]
    public async Task A_stale_epoch_ends_this_life_of_the_room_without_anybody_leaving()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        room.Functions.Epoch = 2;

        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.SettleAsync();
        await room.DisposeAsync();

        Assert.True(room.Over);
        Assert.Equal("log_unavailable", Assert.Single(room.To<ErrorMessage>(ann)).Code);
        Assert.Empty(room.To<ClosedMessage>(ann));
        Assert.Empty(room.Functions.Told);
        Assert.Contains("leave k-ann", room.Media.Calls);
        Assert.Empty(room.Signaling.JoinedGroups);
    }

    [Fact]
    public async Task Who_may_not_chat_or_says_nothing_or_too_much_or_too_often_is_told_so()
    {
        await using var room = new RoomHarness();
        var mute = await room.EnterAsync(Tickets.Viewer("mute") with { MayChat = false });
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));

        room.Say(mute, new ChatMessage("c-1", "x"));
        room.Say(ann, new ChatMessage("c-1", ""));
        room.Say(ann, new ChatMessage("c-2", new string('x', 2001)));
        room.Say(ann, new ChatMessage("c-3", new string('x', 2000)));
        for (var i = 4; i < 9; i++)
        {
            room.Say(ann, new ChatMessage($"c-{i}", "x"));
        }

        await room.SettleAsync();

        Assert.Equal("chat_forbidden", Assert.Single(room.To<ErrorMessage>(mute)).Code);
        Assert.Equal(
            [("invalid_message", "c-1"), ("invalid_message", "c-2"), ("chat_too_fast", "c-8")],
            room.To<ErrorMessage>(ann).Select(error => (error.Code, error.Id!)));
        Assert.Equal(["c-3", "c-4", "c-5", "c-6", "c-7"], room.To<AckMessage>(ann).Select(ack => ack.Id));

        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Say(ann, new ChatMessage("c-8", "x"));
        await room.SettleAsync();
        Assert.Equal("c-8", room.To<AckMessage>(ann)[^1].Id);
    }
}
