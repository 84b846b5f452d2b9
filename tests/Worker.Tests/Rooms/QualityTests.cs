using Serverless.Contracts.Internal;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class QualityTests
{
    [Fact]
    public async Task What_happened_since_the_last_report_is_told_of_everybody_in_one_call()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Host("ann"));
        var bo = await room.EnterAsync(Tickets.Viewer("bo"));
        await room.EnterAsync(Tickets.Chatter("cleo"));
        room.Media.Tallies[ann] = new ParticipantTally { SentVideo = Counts(1000, 10, 1_000_000) };
        room.Media.Tallies[bo] = Seen(600, 6, height: 720);
        await room.PassAsync(TimeSpan.FromSeconds(10));
        room.Media.Tallies[bo] = Seen(1600, 56, height: 360);
        await room.PassAsync(TimeSpan.FromSeconds(10));

        var reports = room.Functions.QualityReports;
        Assert.All(reports, report => Assert.Equal(Tickets.SessionId, report.SessionId));
        Assert.Equal([2, 1], reports.Select(report => report.Participants.Count));
        var (first, second) = (Of(reports[0], "u-bo"), Of(reports[1], "u-bo"));
        Assert.Equal((600, 6, 40.0, 5.0), (first.RecvVideo!.Packets, first.RecvVideo.PacketsLost, first.RecvVideo.Rtt, first.RecvVideo.Jitter));
        Assert.Equal((1000, 50), (second.RecvVideo!.Packets, second.RecvVideo.PacketsLost));
        Assert.Equal(1000 * 1000 * 8 / 10.0, second.RecvVideo.Bitrate!.Value, tolerance: 1);
        Assert.Equal((360, 10.0), (Assert.Single(second.Resolutions!).Height, second.Resolutions![0].Seconds));
        Assert.Equal((1000, 10), (Of(reports[0], "u-ann").SendVideo!.Packets, Of(reports[0], "u-ann").SendVideo!.PacketsLost));
        Assert.Null(first.SendVideo);
    }

    [Fact]
    public async Task What_functions_did_not_take_is_told_with_the_next_report()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Functions.Down = true;
        room.Media.Tallies[ann] = Seen(100, 1, height: 720);
        await room.PassAsync(TimeSpan.FromSeconds(10));
        room.Functions.Down = false;
        room.Media.Tallies[ann] = Seen(300, 3, height: 720);
        await room.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal([100L, 300L], room.Functions.QualityReports.Select(report => Of(report, "u-ann").RecvVideo!.Packets));
        Assert.Equal(3, Of(room.Functions.QualityReports[^1], "u-ann").RecvVideo!.PacketsLost);
    }

    [Fact]
    public async Task Who_left_is_counted_until_then_and_the_last_report_goes_with_the_session()
    {
        await using var room = new RoomHarness();
        room.Functions.SessionEnded = true;
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Media.Tallies[ann] = Seen(250, 5, height: 720);
        room.Room.Transports.Gone(ann);
        await room.SettleAsync();

        Assert.True(room.Over);
        Assert.Equal((250, 5), (LastOf(room).Packets, LastOf(room).PacketsLost));
    }

    [Fact]
    public async Task A_new_transport_begins_at_nothing_and_what_the_old_one_counted_is_not_counted_again()
    {
        await using var room = new RoomHarness();
        var ann = await room.EnterAsync(Tickets.Viewer("ann"));
        room.Media.Tallies[ann] = Seen(1000, 10, height: 720);
        await room.PassAsync(TimeSpan.FromSeconds(10));
        await room.JoinAsync(Tickets.Viewer("ann"), resume: true);
        room.Media.Tallies[ann] = Seen(1100, 10, height: 720);
        await room.PassAsync(TimeSpan.FromSeconds(10));
        room.Media.Tallies[ann] = Seen(30, 1, height: 720);
        await room.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(
            [(1000, 10), (100, 0), (30, 1)],
            room.Functions.QualityReports.Select(report => Of(report, "u-ann").RecvVideo!).Select(one => (one.Packets, one.PacketsLost)));
    }

    [Fact]
    public async Task Large_rooms_are_measured_in_small_parts_and_told_less_often()
    {
        const int People = 620;
        await using var room = new RoomHarness();
        for (var i = 0; i < People; i++)
        {
            await room.JoinAsync(Tickets.Viewer($"v{i}"));
            room.Media.Tallies[$"k-v{i}"] = Seen(100, 0, height: 180);
        }

        await room.PassAsync(TimeSpan.FromSeconds(25));

        Assert.Equal([500, 120], room.Functions.QualityReports.Select(report => report.Participants.Count));
        Assert.InRange(room.Media.MostTallied, 1, 50);
    }

    [Fact]
    public async Task A_room_without_media_tells_nothing()
    {
        await using var room = new RoomHarness();
        await room.EnterAsync(Tickets.Chatter("cleo"));
        await room.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(room.Functions.QualityReports);
    }

    private static MediaQuality LastOf(RoomHarness room) => Of(room.Functions.QualityReports[^1], "u-ann").RecvVideo!;

    private static ParticipantQuality Of(QualityReport report, string participantId) =>
        report.Participants.Single(person => person.ParticipantId == participantId);

    private static ParticipantTally Seen(long packets, long lost, int height) => new()
    {
        ReceivedVideo = Counts(packets, lost, packets * 1000),
        RoundTrip = TimeSpan.FromMilliseconds(40),
        PictureHeight = height,
    };

    private static StreamCounts Counts(long packets, long lost, long bytes) =>
        new(packets, lost, bytes, TimeSpan.FromMilliseconds(5));
}
