using System.Threading.Channels;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Rooms;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class IceRestartTests
{
    [Fact]
    public async Task WH7_a_restart_reaches_the_transport_and_is_seen_by_nobody()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Camera);

        var result = await room.Room.RestartIceAsync(Restart(ann));
        await room.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(room.Media.Restart, Assert.IsType<IceRestartResult.Restarted>(result).Ice);
        Assert.Equal("ice k-ann 8hhY", room.Media.Calls[^1]);
        Assert.Empty(room.News());
    }

    [Fact]
    public async Task WH7_a_restart_waits_for_no_offer_and_an_offer_waits_for_a_restart()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Camera);
        room.Media.Gate.Close();

        var restarting = room.Room.RestartIceAsync(Restart(ann));
        await room.Media.CalledAsync("ice k-ann 8hhY");
        var second = await room.Room.RestartIceAsync(Restart(ann));
        room.Say(ann, new OfferMessage("o-1", "v=0 more", []));
        await room.SettleAsync();

        Assert.IsType<IceRestartResult.Busy>(second);
        Assert.Equal("ice k-ann 8hhY", room.Media.Calls[^1]);
        room.Media.Gate.Open();
        Assert.IsType<IceRestartResult.Restarted>(await restarting);
        await room.UntilAsync(() => room.To<AnswerMessage>(ann).Count > 0);
        Assert.Equal("offer k-ann v=0 more", room.Media.Calls[^1]);
        Assert.Equal("o-1", Assert.Single(room.To<AnswerMessage>(ann)).Id);
    }

    [Fact]
    public async Task WH7_only_a_join_with_media_restarts()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"), TrackSource.Camera);
        room.Media.Restart = null;

        Assert.IsType<IceRestartResult.NoTransport>(await room.Room.RestartIceAsync(Restart("k-nobody")));
        Assert.IsType<IceRestartResult.NoTransport>(await room.Room.RestartIceAsync(Restart(ann)));
        await room.Room.ControlAsync(new EndRoomCommand(LeaveReason.SessionEnded));
        await room.PassAsync(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ChannelClosedException>(() => room.Room.RestartIceAsync(Restart(ann)));
    }

    private static RestartIceRequest Restart(string key) => new(key, "8hhY", "asd88fgpdd777uzjYhagZg");
}
