using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class PresenceTests
{
    [Fact]
    public async Task PR1_PR2_PR3_a_host_is_connecting_connected_reconnecting_and_gone()
    {
        await using var room = new RoomHarness();
        await room.EnterAsync(Tickets.Viewer("watcher"));
        var joined = await room.JoinAsync(Tickets.Host("ann"), false, TrackSource.Camera);
        Assert.Equal(ConnectionState.Connecting, joined.Participant.Connection);

        room.Room.Transports.Connected("k-ann");
        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Room.Transports.Silent("k-ann");
        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Room.Transports.Connected("k-ann");
        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Room.Transports.Silent("k-ann");
        await room.PassAsync(TimeSpan.FromSeconds(25));
        room.Room.Transports.Gone("k-ann");
        await room.PassAsync(TimeSpan.FromSeconds(1));

        var changes = room.Frames().SelectMany(frame => frame.Roster)
            .Select(change => (change.Op, change.Participant?.Connection)).ToArray();
        Assert.Equal(
            [
                (RosterOp.Joined, ConnectionState.Connecting),
                (RosterOp.Updated, ConnectionState.Connected),
                (RosterOp.Updated, ConnectionState.Reconnecting),
                (RosterOp.Updated, ConnectionState.Connected),
                (RosterOp.Updated, ConnectionState.Reconnecting),
                (RosterOp.Left, null),
            ],
            changes);
        Assert.Equal(LeaveReason.ConnectionLost, room.Frames().SelectMany(frame => frame.Roster).Last().Reason);
        Assert.Equal(LeaveReason.ConnectionLost, Assert.Single(room.To<ClosedMessage>("k-ann")).Reason);
        var told = Assert.Single(room.Functions.Told);
        Assert.False(told.Empty);
        Assert.Equal(("k-ann", "u-ann"), (told.Left[0].ConnectionKey, told.Left[0].ParticipantId));
    }

    [Fact]
    public async Task PR4_the_last_one_out_tells_functions_and_a_closed_session_forgets_the_room()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        room.Functions.SessionEnded = true;

        room.Say(ann, new LeaveMessage());
        await room.SettleAsync();
        await room.DisposeAsync();

        var told = Assert.Single(room.Functions.Told);
        Assert.True(told.Empty);
        Assert.Equal(LeaveReason.Left, Assert.Single(told.Left).Reason);
        Assert.Equal(Tickets.SessionId, told.SessionId);
        Assert.True(room.Over);
    }

    [Fact]
    public async Task PR4_an_empty_room_whose_session_goes_on_is_kept_and_told_again_later()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));

        room.Say(ann, new LeaveMessage());
        await room.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Single(room.Functions.Told);
        Assert.False(room.Over);

        await room.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, room.Functions.Told.Count);
        Assert.Empty(room.Functions.Told[1].Left);
        Assert.True(room.Functions.Told[1].Empty);
    }

    [Fact]
    public async Task Departures_are_told_again_until_functions_hear_them()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var bob = await room.EnterAsync(Tickets.Viewer("bob"));
        await room.EnterAsync(Tickets.Viewer("cleo"));
        room.Functions.Down = true;

        room.Say(ann, new LeaveMessage());
        await room.PassAsync(TimeSpan.FromSeconds(1));
        room.Say(bob, new LeaveMessage());
        await room.PassAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(room.Functions.Told.Count, 2, 10);

        room.Functions.Down = false;
        await room.PassAsync(TimeSpan.FromSeconds(31));
        Assert.Equal(["k-ann", "k-bob"], room.Functions.Told[^1].Left.Select(left => left.ConnectionKey));
        var count = room.Functions.Told.Count;
        await room.PassAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(count, room.Functions.Told.Count);
    }

    [Fact]
    public async Task SK7_one_without_media_stays_by_alive_and_is_gone_after_30_s_of_silence()
    {
        await using var room = new RoomHarness();
        var joined = await room.JoinAsync(Tickets.Chatter("cleo"));
        Assert.Equal(ConnectionState.Connected, joined.Participant.Connection);
        Assert.Null(joined.Answer);
        for (var i = 0; i < 6; i++)
        {
            await room.PassAsync(TimeSpan.FromSeconds(10));
            room.Say("k-cleo", new AliveMessage());
        }

        await room.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(room.Functions.Told);
        await room.PassAsync(TimeSpan.FromSeconds(2.5));

        Assert.Equal(LeaveReason.ConnectionLost, Assert.Single(room.Functions.Told).Left[0].Reason);
        Assert.Equal(LeaveReason.ConnectionLost, Assert.Single(room.To<ClosedMessage>("k-cleo")).Reason);
        Assert.Empty(room.Media.Calls);
    }

    [Fact]
    public async Task SK7_an_outage_of_our_own_link_puts_nobody_out()
    {
        await using var room = new RoomHarness();
        await room.JoinAsync(Tickets.Chatter("cleo"));
        room.Signaling.IsUp = false;
        await room.PassAsync(TimeSpan.FromSeconds(90));
        room.Signaling.IsUp = true;
        room.Room.LinkReconnected();
        await room.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(room.Functions.Told);

        await room.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Single(room.Functions.Told);
    }

    [Fact]
    public async Task A_refused_offer_leaves_nobody_behind_and_functions_learn_that_the_room_is_empty()
    {
        await using var room = new RoomHarness();
        room.Media.Answer = new Serverless.Worker.Media.MediaAnswer.Refused("no_usable_codec", "No VP8.");

        var result = await room.TryJoinAsync(Tickets.Host("ann"));
        await room.SettleAsync();

        var refused = Assert.IsType<Serverless.Worker.Rooms.JoinResult.Refused>(result);
        Assert.Equal((400, "no_usable_codec"), (refused.Status, refused.Code));
        Assert.True(Assert.Single(room.Functions.Told).Empty);
        Assert.Empty((await room.Room.SnapshotAsync()).Participants);
    }

    [Fact]
    public async Task A_close_by_functions_puts_one_out_and_an_end_everybody()
    {
        await using var room = new RoomHarness();
        await room.EnterAsync(Tickets.Host("ann"));
        await room.EnterAsync(Tickets.Viewer("bob"));
        await room.EnterAsync(Tickets.Chatter("cleo"));

        await room.Room.ControlAsync(new CloseParticipantCommand("k-bob", LeaveReason.Removed));
        await room.Room.ControlAsync(new CloseParticipantCommand("k-nobody", LeaveReason.Removed));
        await room.SettleAsync();
        Assert.Equal(LeaveReason.Removed, Assert.Single(room.To<ClosedMessage>("k-bob")).Reason);
        Assert.False(room.Over);

        await room.Room.ControlAsync(new EndRoomCommand(LeaveReason.SessionEnded));
        await room.DisposeAsync();
        Assert.True(room.Over);
        Assert.Equal(LeaveReason.SessionEnded, Assert.Single(room.To<ClosedMessage>("k-ann")).Reason);
        Assert.Equal(LeaveReason.SessionEnded, Assert.Single(room.To<ClosedMessage>("k-cleo")).Reason);
        Assert.Equal(["leave k-bob", "leave k-ann"], room.Media.Calls.Where(call => call.StartsWith("leave", StringComparison.Ordinal)));
        Assert.Equal(
            ["k-ann", "k-bob", "k-cleo"],
            room.Functions.Told.SelectMany(told => told.Left).Select(left => left.ConnectionKey).Order());
        Assert.True(room.Functions.Told[^1].Empty);
    }

    [Fact]
    public async Task JN7_the_lobby_is_announced_to_moderators_only()
    {
        await using var room = new RoomHarness();
        await room.EnterAsync(Tickets.Host("ann") with { MayModerate = true });
        await room.EnterAsync(Tickets.Host("bob"));

        await room.Room.ControlAsync(new AnnounceEntryCommand(new EntryMessage("e-1", "Cleo", EntryState.Requested)));

        Assert.Equal("e-1", Assert.Single(room.To<EntryMessage>("k-ann")).EntryId);
        Assert.Empty(room.To<EntryMessage>("k-bob"));
    }
}
