using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Rooms;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class MediaStatementTests(ITestOutputHelper output)
{
    [Fact]
    public async Task WA8_a_hundred_hosts_coming_and_going_are_a_few_messages_with_the_newest_state_last()
    {
        await using var room = new RoomHarness();
        var viewer = await room.EnterAsync(Tickets.Viewer("vic"));
        var before = room.To<SlotsMessage>(viewer).Count;

        for (var host = 0; host < 100; host++)
        {
            room.Room.Transports.SlotsChanged(viewer, Slots($"u-{host}"));
            await room.PassAsync(TimeSpan.FromMilliseconds(50));
        }

        await room.PassAsync(MemberPacer.Interval);
        var messages = room.To<SlotsMessage>(viewer).Skip(before).ToArray();
        output.WriteLine($"100 changes in 5 s: {messages.Length} slots messages");
        Assert.InRange(messages.Length, 15, 22);
        Assert.Equal("u-99", messages[^1].Slots[0].ParticipantId);
    }

    [Fact]
    public async Task WA8_a_single_change_is_told_at_once_and_to_nobody_else()
    {
        await using var room = new RoomHarness();
        var vic = await room.EnterAsync(Tickets.Viewer("vic"));
        await room.EnterAsync(Tickets.Viewer("wim"));
        room.Room.Transports.SlotsChanged(vic, Slots("u-ann"));
        await room.SettleAsync();

        var (group, message) = Assert.Single(room.News());
        Assert.Equal(Groups.Private(vic), group);
        Assert.Equal(1, Assert.IsType<SlotsMessage>(message).Epoch);
    }

    [Fact]
    public async Task WA8_whoever_left_is_told_nothing()
    {
        await using var room = new RoomHarness();
        var vic = await room.EnterAsync(Tickets.Viewer("vic"));
        room.Room.Transports.SlotsChanged(vic, Slots("u-ann"));
        room.Room.Transports.SlotsChanged(vic, Slots("u-ben"));
        room.Say(vic, new LeaveMessage());
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("u-ann", Assert.Single(room.To<SlotsMessage>(vic)).Slots[0].ParticipantId);
    }

    [Fact]
    public async Task LY1_LY2_a_publisher_is_told_which_layers_are_watched_and_again_after_a_sync()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Camera);
        room.Say(ann, new SyncMessage(0));
        await room.SettleAsync();
        Assert.Empty(room.To<LayersMessage>(ann));

        room.Room.Transports.LayersWanted(ann, new WantedLayers(TrackSource.Camera, ["q", "h"]));
        room.Room.Transports.LayersWanted(ann, new WantedLayers(TrackSource.Camera, ["q"]));
        room.Room.Transports.LayersWanted(ann, new WantedLayers(TrackSource.Camera, []));
        await room.PassAsync(MemberPacer.Interval);
        Assert.Equal([2, 0], room.To<LayersMessage>(ann).Select(message => message.Tracks[0].Rids!.Count));

        await room.PassAsync(MemberPacer.Interval);
        room.Say(ann, new SyncMessage(0));
        await room.SettleAsync();
        var last = room.To<LayersMessage>(ann)[^1];
        Assert.Equal((3, 0, 1), (room.To<LayersMessage>(ann).Count, last.Tracks[0].Rids!.Count, last.Epoch));
    }

    [Fact]
    public async Task LY1_what_the_shard_says_of_layers_before_the_join_is_answered_is_not_lost()
    {
        await using var room = new RoomHarness();
        room.Media.DuringJoin = key =>
            room.Room.Transports.LayersWanted(key, new WantedLayers(TrackSource.Camera, SpatialLayers: 1));
        await room.JoinAsync(Tickets.Host("ann"), false, TrackSource.Camera);
        await room.SettleAsync();
        Assert.Equal(1, Assert.Single(room.To<LayersMessage>("k-ann")).Tracks[0].SpatialLayers);
    }

    private static SlotAssignment[] Slots(string participantId) =>
        [new(SlotKind.Video, 0, "3", participantId, TrackSource.Camera, 7)];
}
