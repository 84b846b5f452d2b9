using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Media;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class CommonCodecsTests
{
    private static readonly VideoCodec[] All = [VideoCodec.Vp8, VideoCodec.H264, VideoCodec.Vp9, VideoCodec.Av1];

    [Fact]
    public async Task CD3_a_viewer_who_lacks_a_codec_makes_its_publishers_fall_back_and_one_who_goes_sets_them_free()
    {
        await using var room = new RoomHarness();
        var ann = await EnterAsync(room, Tickets.Host("ann"), All);
        var vic = await EnterAsync(room, Tickets.Viewer("vic"), All);
        Assert.Empty(room.To<CodecsMessage>(ann));

        var old = await EnterAsync(room, Tickets.Viewer("old"), VideoCodec.Vp8, VideoCodec.H264);
        Assert.Equal([VideoCodec.Vp8, VideoCodec.H264], Assert.Single(room.To<CodecsMessage>(ann)).Video);
        Assert.Empty(room.To<CodecsMessage>(vic));

        room.Say(old, new LeaveMessage());
        await room.SettleAsync();
        Assert.Equal(All, room.To<CodecsMessage>(ann)[^1].Video);
    }

    [Fact]
    public async Task CD3_who_comes_to_the_stage_later_is_told_and_everybody_again_after_a_sync()
    {
        await using var room = new RoomHarness();
        await EnterAsync(room, Tickets.Viewer("old"), VideoCodec.Vp8);
        var ann = await EnterAsync(room, Tickets.Host("ann"), All);
        Assert.Equal([VideoCodec.Vp8], Assert.Single(room.To<CodecsMessage>(ann)).Video);

        room.Say(ann, new SyncMessage(0));
        await room.SettleAsync();
        Assert.Equal(2, room.To<CodecsMessage>(ann).Count);
    }

    /// <summary>Whatever a viewer claims, it takes away no more than what the room allows beyond its first codec.</summary>
    [Fact]
    public async Task CD3_the_first_codec_of_the_room_stays_whoever_comes()
    {
        await using var room = new RoomHarness();
        var ann = await EnterAsync(room, Tickets.Host("ann"), All);
        await EnterAsync(room, Tickets.Viewer("odd"));
        await EnterAsync(room, Tickets.Viewer("odder"), VideoCodec.Av1);
        Assert.Equal([VideoCodec.Vp8], Assert.Single(room.To<CodecsMessage>(ann)).Video);
    }

    [Fact]
    public async Task CD3_who_sees_no_pictures_has_no_say()
    {
        await using var room = new RoomHarness();
        var ann = await EnterAsync(room, Tickets.Host("ann"), All);
        room.Media.Answer = new MediaAnswer.Accepted("v=0 answer", []);
        await room.EnterAsync(With(Tickets.Viewer("blind")));
        await room.EnterAsync(With(Tickets.Chatter("chatter")));
        Assert.Empty(room.To<CodecsMessage>(ann));
    }

    private static async Task<string> EnterAsync(RoomHarness room, Ticket ticket, params VideoCodec[] decodes)
    {
        room.Media.Answer = new MediaAnswer.Accepted("v=0 answer", [], decodes);
        return await room.EnterAsync(With(ticket));
    }

    private static Ticket With(Ticket ticket) => ticket with { VideoCodecs = All };
}
