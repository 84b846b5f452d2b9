using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class RosterInRoomTests
{
    [Fact]
    public async Task FD3_the_audience_is_counted_and_the_stage_announced()
    {
        await using var room = new RoomHarness();
        await room.JoinAsync(Tickets.Viewer("v1"));
        await room.JoinAsync(Tickets.Chatter("v2"));
        await room.JoinAsync(Tickets.Host("ann"), false, TrackSource.Microphone);
        await room.PassAsync(TimeSpan.FromSeconds(3));
        room.Say("k-v2", new LeaveMessage());
        await room.PassAsync(TimeSpan.FromSeconds(3));

        var change = Assert.Single(room.Frames().SelectMany(frame => frame.Roster));
        Assert.Equal((RosterOp.Joined, "u-ann"), (change.Op, change.ParticipantId));
        Assert.Equal([new TrackState(TrackSource.Microphone, TrackActivity.Live)], change.Participant!.Tracks);
        Assert.Equal(1, room.Frames()[^1].Audience);
        Assert.Contains(room.Frames(), frame => frame.Audience == 2);
    }

    [Fact]
    public async Task FD1_FD2_the_first_frame_goes_at_once_and_later_ones_merged_and_numbered()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Microphone);
        var before = room.Frames()[^1].Frame;

        room.Say(ann, new ChatMessage("c-1", "a"));
        await room.SettleAsync();
        Assert.Equal(before + 1, room.Frames()[^1].Frame);

        room.Say(ann, new ChatMessage("c-2", "b"));
        await room.SettleAsync();
        room.Say(ann, new ChatMessage("c-3", "c"));
        room.Say(ann, new PublishMessage([new TrackState(TrackSource.Microphone, TrackActivity.Muted)]));
        room.Say(ann, new PublishMessage([new TrackState(TrackSource.Microphone, TrackActivity.Live)]));
        await room.SettleAsync();
        room.Time.Advance(TimeSpan.FromMilliseconds(249));
        await room.SettleAsync();
        Assert.Equal(before + 1, room.Frames()[^1].Frame);

        room.Time.Advance(TimeSpan.FromMilliseconds(1));
        await room.SettleAsync();
        var merged = room.Frames()[^1];
        Assert.Equal(before + 2, merged.Frame);
        Assert.Equal(["c-2", "c-3"], merged.Entries.Select(entry => entry.Id));
        Assert.Equal(TrackActivity.Live, Assert.Single(merged.Roster).Participant!.Tracks[0].State);
        Assert.Equal(
            Enumerable.Range(1, room.Frames().Count).Select(n => (long)n), room.Frames().Select(frame => frame.Frame));
    }

    [Fact]
    public async Task JN5_a_resume_keeps_place_and_mutes_and_nobody_sees_a_leave_or_a_join()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Microphone, TrackSource.Camera);
        var before = (await room.Room.SnapshotAsync()).Participants[0];
        room.Say(ann, new PublishMessage(
            [new(TrackSource.Microphone, TrackActivity.Muted), new(TrackSource.Camera, TrackActivity.Live)]));
        room.Room.Transports.Silent(ann);
        await room.PassAsync(TimeSpan.FromSeconds(8));
        var frames = room.Frames().Count;

        var resumed = await room.JoinAsync(Tickets.Host("ann"), true, TrackSource.Microphone, TrackSource.Camera);
        room.Room.Transports.Connected(ann);
        await room.PassAsync(TimeSpan.FromSeconds(40));

        Assert.Equal(before.JoinedAt, resumed.Participant.JoinedAt);
        Assert.Equal(TrackActivity.Muted, resumed.Participant.Tracks[0].State);
        Assert.Equal("tracks k-ann Microphone:Muted,Camera:Live", room.Media.Calls[^1]);
        Assert.DoesNotContain("leave k-ann", room.Media.Calls);
        var changes = room.Frames().Skip(frames).SelectMany(frame => frame.Roster).ToArray();
        Assert.All(changes, change => Assert.Equal(RosterOp.Updated, change.Op));
        Assert.Equal(ConnectionState.Connected, changes[^1].Participant!.Connection);
        Assert.Empty(room.Functions.Told);
    }

    [Fact]
    public async Task JN5_a_resume_under_a_new_key_takes_the_place_of_the_old_one()
    {
        await using var room = new RoomHarness();
        await room.EnterAsync(Tickets.Host("ann"), TrackSource.Microphone);
        var frames = room.Frames().Count;

        await room.JoinAsync(Tickets.Host("ann", "k-2"), true, TrackSource.Microphone);
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Contains("leave k-ann", room.Media.Calls);
        Assert.DoesNotContain(
            room.Frames().Skip(frames).SelectMany(frame => frame.Roster), change => change.Op != RosterOp.Updated);
        Assert.Single((await room.Room.SnapshotAsync()).Participants);
        Assert.Equal("k-ann", Assert.Single(Assert.Single(room.Functions.Told).Left).ConnectionKey);
        Assert.False(room.Functions.Told[0].Empty);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JN3_a_newer_join_of_an_identity_outlives_the_close_of_the_older(bool closedFirst)
    {
        await using var room = new RoomHarness();
        await room.EnterAsync(Tickets.Host("ann", "k-1"));
        var close = new CloseParticipantCommand("k-1", LeaveReason.Duplicate);

        if (closedFirst)
        {
            await room.Room.ControlAsync(close);
            await room.JoinAsync(Tickets.Host("ann", "k-2"));
        }
        else
        {
            await room.JoinAsync(Tickets.Host("ann", "k-2"));
            await room.Room.ControlAsync(close);
        }

        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(LeaveReason.Duplicate, Assert.Single(room.To<ClosedMessage>("k-1")).Reason);
        Assert.Equal("u-ann", Assert.Single((await room.Room.SnapshotAsync()).Participants).ParticipantId);
        var present = new HashSet<string>();
        foreach (var change in room.Frames().SelectMany(frame => frame.Roster))
        {
            _ = change.Op == RosterOp.Left ? present.Remove(change.ParticipantId) : present.Add(change.ParticipantId);
        }

        Assert.Equal(["u-ann"], present);
    }

    [Fact]
    public async Task What_the_shard_says_before_its_answer_arrives_is_not_lost()
    {
        await using var room = new RoomHarness();
        var slots = new[] { new SlotAssignment(SlotKind.Video, 0, "3", "u-bob", TrackSource.Camera, 7) };
        room.Media.DuringJoin = key =>
        {
            room.Room.Transports.SlotsChanged(key, slots);
            room.Room.Transports.Connected(key);
        };

        var joined = await room.JoinAsync(Tickets.Viewer("ann"));

        Assert.Equal(slots, joined.Snapshot.Slots);
        Assert.Equal(ConnectionState.Connected, joined.Participant.Connection);
    }

    [Fact]
    public async Task A_room_that_stops_lets_the_append_under_way_arrive_and_refuses_what_waits()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Functions.Gate.Close();
        room.Say(ann, new ChatMessage("c-1", "under way"));
        await room.SettleAsync();
        room.Say(ann, new ChatMessage("c-2", "waits"));
        await room.SettleAsync();

        var stopping = room.Room.StopAsync(TimeSpan.FromSeconds(2));
        await room.SettleAsync();
        room.Functions.Gate.LetThrough();
        await stopping;

        Assert.Equal([new AckMessage("c-1", 1)], room.To<AckMessage>(ann));
        Assert.Equal("c-2", Assert.Single(room.To<ErrorMessage>(ann)).Id);
        Assert.Empty(room.To<ClosedMessage>(ann));
        Assert.Empty(room.Functions.Told);
    }

    [Fact]
    public async Task A_close_during_the_join_wins()
    {
        await using var room = new RoomHarness();
        room.Media.Gate.Close();
        var joining = room.TryJoinAsync(Tickets.Host("ann"));
        await room.Room.ControlAsync(new CloseParticipantCommand("k-ann", LeaveReason.Removed));
        room.Media.Gate.Open();

        var refused = Assert.IsType<Serverless.Worker.Rooms.JoinResult.Refused>(await joining);
        Assert.Equal((409, "session_ended"), (refused.Status, refused.Code));
        Assert.Equal("leave k-ann", room.Media.Calls[^1]);
    }

    [Fact]
    public async Task JN2_the_snapshot_of_a_join_is_continued_by_the_next_frame()
    {
        await using var room = new RoomHarness(functions => functions.Store(Entries.Chats(60)));
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var joined = await room.JoinAsync(Tickets.Viewer("bob"));

        Assert.Equal(Enumerable.Range(11, 50).Select(n => (long)n), joined.Snapshot.Log.Select(entry => entry.Seq));
        Assert.Equal((60, 1, 1), (joined.Snapshot.LastSeq, joined.Snapshot.Epoch, joined.Snapshot.Audience));
        Assert.Equal("u-ann", Assert.Single(joined.Snapshot.Participants).ParticipantId);

        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Contains(room.Frames(), frame => frame.Frame == joined.Snapshot.Frame + 1);
    }
}
