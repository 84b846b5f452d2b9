using CsCheck;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class SlotAssignerTests
{
    [Fact]
    public void Whatever_comes_and_goes_each_track_has_one_slot_while_there_are_slots_and_stays_in_it()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 19].Array[1, 40]).Sample((audio, video, toggles) =>
        {
            var room = new Room("room");
            var viewer = Stage.Join(room, "viewer");
            Stage.AddSlots(viewer, audio, video);
            var tracks = Enumerable.Range(0, 5)
                .Select(index => Stage.Join(room, index == 4 ? "viewer" : $"host-{index}"))
                .SelectMany(host => Enum.GetValues<MediaSource>().Select(source => Stage.Publish(host, source)))
                .ToList();
            var live = new List<Publication>();
            foreach (var toggle in toggles)
            {
                var before = viewer.Slots.ConvertAll(slot => slot.Source);
                _ = live.Remove(tracks[toggle]) || Added(live, tracks[toggle]);
                var changed = SlotAssigner.Assign(viewer, live);
                var after = viewer.Slots.ConvertAll(slot => slot.Source);
                Assert.Equal(!before.SequenceEqual(after), changed);
                ExpectFair(viewer, live, before);
                Assert.False(SlotAssigner.Assign(viewer, live));
            }
        });
    }

    [Fact]
    public void Sound_takes_the_slot_beside_its_picture()
    {
        var room = new Room("room");
        var viewer = Stage.Join(room, "viewer");
        Stage.AddSlots(viewer, 3, 3);
        var (first, second) = (Stage.Join(room, "first"), Stage.Join(room, "second"));
        var live = new List<Publication> { Stage.Publish(first, MediaSource.Camera) };
        SlotAssigner.Assign(viewer, live);
        live.Add(Stage.Publish(second, MediaSource.Microphone));
        live.Add(Stage.Publish(second, MediaSource.Camera));
        SlotAssigner.Assign(viewer, live);
        foreach (var source in new[] { MediaSource.Microphone, MediaSource.Camera })
        {
            var slot = viewer.Slots.Single(slot => slot.Source?.Publisher == second && slot.Source.Source == source);
            Assert.Equal(1, slot.Section.Slot.Index);
        }
    }

    [Fact]
    public void A_track_on_its_publishers_new_transport_keeps_its_slot()
    {
        var room = new Room("room");
        var viewer = Stage.Join(room, "viewer");
        Stage.AddSlots(viewer, 1, 2);
        var other = Stage.Publish(Stage.Join(room, "other"), MediaSource.Camera);
        var before = Stage.Publish(Stage.Join(room, "host"), MediaSource.Camera);
        SlotAssigner.Assign(viewer, [other, before]);
        var after = Stage.Publish(Stage.Join(room, "host"), MediaSource.Camera);
        Assert.True(SlotAssigner.Assign(viewer, [after, other]));
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

        foreach (var kind in new[] { MediaKind.Audio, MediaKind.Video })
        {
            var wanted = live.Count(track => track.Kind == kind && track.Publisher.ParticipantId != viewer.ParticipantId);
            var slots = viewer.Slots.Count(slot => slot.Section.Kind == kind);
            Assert.Equal(Math.Min(wanted, slots), shown.Count(track => track.Kind == kind));
        }
    }
}
