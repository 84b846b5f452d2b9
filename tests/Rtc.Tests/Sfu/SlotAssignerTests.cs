using CsCheck;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class SlotAssignerTests
{
    [Fact]
    public void Whatever_comes_and_goes_each_picture_has_one_slot_while_there_are_slots_and_stays_in_it()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 19].Array[1, 40]).Sample((video, toggles) =>
        {
            var room = new Room("room");
            var viewer = Stage.Join(room, "viewer");
            Stage.AddSlots(viewer, 0, video);
            var tracks = Enumerable.Range(0, 5)
                .Select(index => Stage.Join(room, index == 4 ? "viewer" : $"host-{index}"))
                .SelectMany(host => Enum.GetValues<MediaSource>().Select(source => Stage.Publish(host, source)))
                .ToList();
            var live = new List<Publication>();
            foreach (var toggle in toggles)
            {
                var before = viewer.Slots.ConvertAll(slot => slot.Source);
                _ = live.Remove(tracks[toggle]) || Added(live, tracks[toggle]);
                var changed = SlotAssigner.AssignVideo(viewer, live, lead: null);
                var after = viewer.Slots.ConvertAll(slot => slot.Source);
                Assert.Equal(!before.SequenceEqual(after), changed);
                ExpectFair(viewer, live, before);
                Assert.False(SlotAssigner.AssignVideo(viewer, live, lead: null));
            }
        });
    }

    [Fact]
    public void The_loudest_three_of_five_are_heard()
    {
        var room = new Room("room");
        var viewer = Stage.Join(room, "viewer");
        Stage.AddSlots(viewer, 3, 0);
        var programme = new VoiceRanking();
        var live = new List<Publication>();
        for (var host = 0; host < 5; host++)
        {
            live.Add(Stage.Publish(Stage.Join(room, $"host-{host}"), MediaSource.Microphone));
            programme.Add(live[host].Voice!);
        }

        var now = new Instant(1_000_000);
        for (var packet = 0; packet < 150; packet++)
        {
            now += TimeSpan.FromMilliseconds(20);
            for (var host = 0; host < 5; host++)
            {
                // −20 dBov for the last three, near silence for the others.
                live[host].Voice!.Activity.Handle(now, (byte)(host >= 2 ? 20 : 110));
            }
        }

        programme.Update(now);
        Assert.True(SlotAssigner.AssignAudio(now, viewer, live, programme));
        Assert.False(SlotAssigner.AssignAudio(now, viewer, live, programme));
        Assert.Equal(
            ["host-2", "host-3", "host-4"], viewer.Slots.Select(slot => slot.Source!.Publisher.ParticipantId).Order());
    }

    [Fact]
    public void Who_leads_takes_the_only_picture_slot()
    {
        var room = new Room("room");
        var viewer = Stage.Join(room, "viewer");
        Stage.AddSlots(viewer, 0, 1);
        var (first, second) = (Stage.Join(room, "first"), Stage.Join(room, "second"));
        List<Publication> live = [Stage.Publish(first, MediaSource.Camera), Stage.Publish(second, MediaSource.Camera)];
        SlotAssigner.AssignVideo(viewer, live, lead: null);
        Assert.Equal(first, viewer.Slots[0].Source!.Publisher);
        Assert.True(SlotAssigner.AssignVideo(viewer, live, new VoiceSource(9, "second")));
        Assert.Equal(second, viewer.Slots[0].Source!.Publisher);
    }

    [Fact]
    public void Who_leads_and_is_seen_already_moves_nobody()
    {
        var room = new Room("room");
        var viewer = Stage.Join(room, "viewer");
        Stage.AddSlots(viewer, 0, 2);
        var (first, second) = (Stage.Join(room, "first"), Stage.Join(room, "second"));
        List<Publication> live = [Stage.Publish(first, MediaSource.Camera), Stage.Publish(second, MediaSource.Camera)];
        SlotAssigner.AssignVideo(viewer, live, lead: null);
        Assert.False(SlotAssigner.AssignVideo(viewer, live, new VoiceSource(9, "second")));
    }

    [Fact]
    public void A_track_on_its_publishers_new_transport_keeps_its_slot()
    {
        var room = new Room("room");
        var viewer = Stage.Join(room, "viewer");
        Stage.AddSlots(viewer, 1, 2);
        var other = Stage.Publish(Stage.Join(room, "other"), MediaSource.Camera);
        var before = Stage.Publish(Stage.Join(room, "host"), MediaSource.Camera);
        SlotAssigner.AssignVideo(viewer, [other, before], lead: null);
        var after = Stage.Publish(Stage.Join(room, "host"), MediaSource.Camera);
        Assert.True(SlotAssigner.AssignVideo(viewer, [after, other], lead: null));
        Assert.Equal([null, other, after], viewer.Slots.Select(slot => slot.Source));
    }

    private static bool Added(List<Publication> live, Publication track)
    {
        live.Add(track);
        return true;
    }

    private static void ExpectFair(Participant viewer, List<Publication> live, List<Publication?> before)
    {
        var shown = viewer.Slots.Select(slot => slot.Source).OfType<Publication>().ToList();
        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.DoesNotContain(shown, track => track.Publisher.ParticipantId == viewer.ParticipantId);
        Assert.All(shown, track => Assert.Contains(track, live));
        Assert.All(viewer.Slots, slot => Assert.True(slot.Source is null || slot.Source.Kind == slot.Section.Kind));
        for (var index = 0; index < before.Count; index++)
        {
            Assert.True(before[index] is not { } was || !live.Contains(was) || viewer.Slots[index].Source == was);
        }

        var wanted = live.Count(track => track.Kind == MediaKind.Video && track.Publisher.ParticipantId != viewer.ParticipantId);
        Assert.Equal(Math.Min(wanted, viewer.Slots.Count), shown.Count);
    }
}
