using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class PinTests
{
    private static readonly PinnedTrack Ben = new("u-ben", TrackSource.Camera);

    [Fact]
    public async Task PN1_a_moderator_pins_for_everybody_and_lets_go_again()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Moderator());

        room.Say(ann, new PinMessage(Ben));
        await room.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Ben, Assert.Single(room.Frames(), frame => frame.Pinned is not null).Pinned);
        Assert.Contains($"pin {Tickets.RoomId} u-ben Camera", room.Media.Calls);

        room.Say(ann, new PinMessage());
        await room.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(room.Frames()[^1].Pinned);
        Assert.Equal($"pin {Tickets.RoomId}  ", room.Media.Calls[^1]);
    }

    [Fact]
    public async Task PN1_a_repeat_changes_nothing()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Moderator());
        room.Say(ann, new PinMessage(Ben));
        await room.PassAsync(TimeSpan.FromSeconds(1));
        var (frames, calls) = (room.Frames().Count, room.Media.Calls.Count);

        room.Say(ann, new PinMessage(Ben));
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal((frames, calls), (room.Frames().Count, room.Media.Calls.Count));
    }

    [Fact]
    public async Task PN1_who_is_no_moderator_pins_nobody()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var calls = room.Media.Calls.Count;

        room.Say(ann, new PinMessage(Ben));
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("pin_forbidden", Assert.Single(room.To<ErrorMessage>(ann)).Code);
        Assert.Equal(calls, room.Media.Calls.Count);
        Assert.DoesNotContain(room.Frames(), frame => frame.Pinned is not null);
    }

    [Theory]
    [InlineData("""{"participantId":"","source":"camera"}""")]
    [InlineData("""{"participantId":"u-ben","source":"microphone"}""")]
    [InlineData("""{"participantId":"u-ben"}""")]
    [InlineData("""{"source":"camera"}""")]
    [InlineData("7")]
    public async Task PN1_what_is_no_picture_is_answered_and_changes_nothing(string track)
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Moderator());
        var calls = room.Media.Calls.Count;

        room.SayRaw(ann, $"{{\"type\":\"pin\",\"track\":{track}}}");
        await room.SettleAsync();

        Assert.Equal("invalid_message", Assert.Single(room.To<ErrorMessage>(ann)).Code);
        Assert.Equal(calls, room.Media.Calls.Count);
    }

    [Fact]
    public async Task PN3_who_comes_or_comes_back_finds_it_in_the_snapshot_and_on_their_shard()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Moderator());
        room.Say(ann, new PinMessage(Ben));
        await room.SettleAsync();

        var calls = room.Media.Calls.Count;
        Assert.Equal(Ben, (await room.JoinAsync(Tickets.Viewer("vic"))).Snapshot.Pinned);
        Assert.Contains($"pin {Tickets.RoomId} u-ben Camera", room.Media.Calls.Skip(calls));
        Assert.Equal(Ben, (await room.JoinAsync(Moderator(), resume: true)).Snapshot.Pinned);
        room.Say(ann, new SyncMessage(0));
        await room.SettleAsync();
        Assert.Equal(Ben, Assert.Single(room.To<SnapshotMessage>(ann)).Snapshot.Pinned);
    }

    private static Ticket Moderator() => Tickets.Host("ann") with { MayModerate = true };
}
