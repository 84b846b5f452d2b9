using CsCheck;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Rooms;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class MoveTests
{
    private static readonly DateTimeOffset Earlier = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task MV1_hosts_are_asked_at_once_viewers_after_them_and_nobody_leaves()
    {
        await using var room = new RoomHarness(functions => functions.Moves = true);
        var host = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Camera);
        var viewer = await room.EnterAsync(Tickets.Viewer("vic"));
        var handover = room.Room.HandOverAsync(TimeSpan.FromSeconds(20), default);
        await room.SettleAsync();

        Assert.Equal(new MoveMessage("drain", 20), Assert.Single(room.To<MoveMessage>(host)));
        Assert.Empty(room.To<MoveMessage>(viewer));
        await room.PassAsync(MovePlan.HeadStart + TimeSpan.FromMilliseconds(100));
        Assert.Single(room.To<MoveMessage>(viewer));

        Assert.DoesNotContain(room.Media.Calls, call => call.StartsWith("leave", StringComparison.Ordinal));
        room.Room.Transports.Gone(viewer);
        await room.PassAsync(Handover.HostsStay);
        await handover;

        Assert.True(room.Over);
        Assert.Contains("leave k-ann", room.Media.Calls);
        Assert.Empty(room.To<ClosedMessage>(host));
        Assert.Empty(room.Functions.Told);
        Assert.DoesNotContain(room.Frames().SelectMany(frame => frame.Roster), change => change.Op == RosterOp.Left);
    }

    [Fact]
    public async Task MV1_a_viewer_who_never_moves_is_left_at_the_deadline()
    {
        await using var room = new RoomHarness(functions => functions.Moves = true);
        await room.EnterAsync(Tickets.Viewer("vic"));
        var handover = room.Room.HandOverAsync(TimeSpan.FromSeconds(20), default);

        await room.PassAsync(TimeSpan.FromSeconds(19));
        Assert.False(room.Over);
        await room.PassAsync(TimeSpan.FromSeconds(1));
        await handover;

        Assert.True(room.Over);
    }

    [Fact]
    public async Task A_room_that_nobody_can_take_stays_as_it_is()
    {
        await using var room = new RoomHarness(functions => functions.Moves = false);
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var handover = room.Room.HandOverAsync(TimeSpan.FromSeconds(3), default);
        while (!handover.IsCompleted)
        {
            await room.PassAsync(TimeSpan.FromSeconds(1));
        }

        await handover;
        Assert.InRange(room.Functions.MoveRequests.Count, 2, 4);
        Assert.Empty(room.To<MoveMessage>(ann));
        room.Say(ann, new ChatMessage("c-1", "still here"));
        await room.SettleAsync();
        Assert.Single(room.To<AckMessage>(ann));
    }

    [Fact]
    public async Task MV1_chat_that_reaches_a_room_that_moved_is_to_be_said_again()
    {
        await using var room = new RoomHarness(functions => functions.Moves = true);
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        _ = room.Room.HandOverAsync(TimeSpan.FromSeconds(20), default);
        await room.SettleAsync();

        room.Say(ann, new ChatMessage("c-1", "x"));
        await room.SettleAsync();

        var error = Assert.Single(room.To<ErrorMessage>(ann));
        Assert.Equal(("log_unavailable", "c-1", 1), (error.Code, error.Id, error.RetryAfterSeconds));
        Assert.Empty(room.Functions.Appends);
    }

    [Fact]
    public async Task MV3_who_was_there_is_reconnecting_and_returns_without_a_join()
    {
        await using var room = new RoomHarness(functions => functions.Present.AddRange(
            [new(Tickets.Host("ann"), Earlier), new(Tickets.Viewer("vic"), Earlier)]));

        var snapshot = await room.Room.SnapshotAsync();
        Assert.Equal(ConnectionState.Reconnecting, Assert.Single(snapshot.Participants).Connection);
        Assert.Equal(1, snapshot.Audience);
        var resumed = await room.JoinAsync(Tickets.Host("ann"), true, TrackSource.Camera);
        room.Room.Transports.Connected("k-ann");
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(Earlier, resumed.Participant.JoinedAt);
        var changes = room.Frames().SelectMany(frame => frame.Roster).ToArray();
        Assert.All(changes, change => Assert.Equal(RosterOp.Updated, change.Op));
        Assert.Equal(ConnectionState.Connected, changes[^1].Participant!.Connection);
    }

    [Fact]
    public async Task MV3_PR3_who_never_returns_is_removed_after_thirty_seconds()
    {
        await using var room = new RoomHarness(functions => functions.Present.AddRange(
            [new(Tickets.Host("ann"), Earlier), new(Tickets.Host("ben"), Earlier)]));
        await room.JoinAsync(Tickets.Host("ben"), true, TrackSource.Camera);
        room.Room.Transports.Connected("k-ben");

        await room.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(room.Functions.Told);
        await room.PassAsync(TimeSpan.FromSeconds(2));

        var left = Assert.Single(Assert.Single(room.Functions.Told).Left);
        Assert.Equal(("k-ann", LeaveReason.ConnectionLost), (left.ConnectionKey, left.Reason));
        Assert.Equal("u-ben", Assert.Single((await room.Room.SnapshotAsync()).Participants).ParticipantId);
    }

    [Fact]
    public void Viewers_come_after_the_stage_spread_by_the_size_of_the_room() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Double[0, 0.999]).Sample((viewers, chance) =>
        {
            var delay = MovePlan.Delay(onStage: false, viewers, chance);

            Assert.Equal(TimeSpan.Zero, MovePlan.Delay(onStage: true, viewers, chance));
            Assert.InRange(delay, MovePlan.HeadStart, MovePlan.HeadStart + MovePlan.LongestSpread);
            Assert.True(delay <= MovePlan.HeadStart + (viewers * MovePlan.PerViewer));
        });
}
