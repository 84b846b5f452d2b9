using CsCheck;
using Serverless.Rtc.Sfu;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class PictureAssignerTests
{
    private readonly Room _room = new("room");
    private readonly LiveTracks _live = new();
    private readonly PictureAssigner _assigner;
    private readonly Participant _viewer;

    public PictureAssignerTests()
    {
        _assigner = new PictureAssigner(_live);
        _viewer = Stage.Join(_room, "viewer");
    }

    [Fact]
    public void WA3_WA4_whatever_comes_goes_speaks_and_is_wished_for_the_rules_hold()
    {
        var wish = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 3]);
        var step = Gen.Select(Gen.Int[0, 19], Gen.Int[-1, 7], wish.Array[0, 5], Gen.Bool);
        Gen.Select(Gen.Int[0, 4], step.Array[1, 30]).Sample((slots, steps) =>
        {
            var test = new PictureAssignerTests();
            var cameras = Enumerable.Range(0, 8).Select(index => test.Camera(index == 7 ? "viewer" : $"host-{index}")).ToList();
            Stage.AddSlots(test._viewer, 0, slots);
            var live = new List<Publication>();
            foreach (var (toggle, speaker, wishes, showOthers) in steps)
            {
                if (toggle < cameras.Count && !live.Remove(cameras[toggle]))
                {
                    live.Add(cameras[toggle]);
                }

                if (toggle % 3 == 0)
                {
                    test._viewer.Wishes = new WatchList(
                        [.. wishes.DistinctBy(one => one.Item1).Select(one => new TrackWish(
                            cameras[one.Item1].Name, new SlotWish(0, 0, one.Item3, one.Item2 == 1), one.Item2 == 2))],
                        showOthers);
                }

                test.Live(live);
                var speaks = speaker >= 0 && live.Contains(cameras[speaker]) ? cameras[speaker] : null;
                var before = test.Shown();
                var changed = test._assigner.Assign(test._viewer, speaks);
                test.ExpectRules(live, speaks, before, changed);
            }
        });
    }

    [Fact]
    public void WA3_pinned_then_the_speaker_then_named_by_priority_and_order_then_others()
    {
        var tracks = Cameras("a", "b", "c", "d", "e", "f");
        Stage.AddSlots(_viewer, 0, 5);
        _viewer.Wishes = new WatchList(
            [Wish("d", priority: 1), Wish("e", priority: 9), Wish("c", priority: 1), Wish("f", pinned: true)], showOthers: true);

        _assigner.Assign(_viewer, tracks[0]);
        Assert.Equal("faedc", Names());
    }

    [Fact]
    public void WA3_others_are_hidden_on_request_but_the_speaker_is_seen()
    {
        var tracks = Cameras("a", "b", "c");
        Stage.AddSlots(_viewer, 0, 3);
        _viewer.Wishes = new WatchList([Wish("c")], showOthers: false);

        _assigner.Assign(_viewer, tracks[1]);
        Assert.Equal("bc-", Names());
        _assigner.Assign(_viewer, tracks[0]);
        Assert.Equal("ac-", Names());
    }

    [Fact]
    public void WA3_hidden_tracks_take_no_slot_even_while_they_speak()
    {
        var tracks = Cameras("a", "b");
        Stage.AddSlots(_viewer, 0, 2);
        _viewer.Wishes = new WatchList([new TrackWish(tracks[0].Name, default, IsHidden: true)], showOthers: true);

        _assigner.Assign(_viewer, tracks[0]);
        Assert.Equal("b-", Names());
    }

    [Fact]
    public void WA4_the_speaker_takes_slot_0_from_those_that_are_not_named_and_else_the_last_in_the_order()
    {
        var tracks = Cameras("a", "b", "c", "d");
        Stage.AddSlots(_viewer, 0, 3);
        _assigner.Assign(_viewer, null);
        Assert.Equal("abc", Names());
        _assigner.Assign(_viewer, tracks[3]);
        Assert.Equal("dbc", Names());

        _viewer.Wishes = new WatchList([Wish("a", pinned: true), Wish("b", priority: 5), Wish("c")], showOthers: true);
        _assigner.Assign(_viewer, null);
        Assert.Equal("abc", Names());
        _assigner.Assign(_viewer, tracks[3]);
        Assert.Equal("abd", Names());
    }

    [Fact]
    public void WA4_who_speaks_and_is_seen_moves_nobody()
    {
        var tracks = Cameras("a", "b");
        Stage.AddSlots(_viewer, 0, 2);
        _assigner.Assign(_viewer, null);
        Assert.False(_assigner.Assign(_viewer, tracks[1]));
    }

    [Fact]
    public void WA4_a_track_on_its_publishers_new_transport_keeps_its_slot()
    {
        var before = Cameras("other", "host");
        Stage.AddSlots(_viewer, 1, 2);
        _assigner.Assign(_viewer, null);

        var after = Camera("host");
        Live([after, before[0]]);
        Assert.True(_assigner.Assign(_viewer, null));
        Assert.Equal([before[0], after], Shown());
    }

    [Fact]
    public void WA7_a_wish_waits_for_its_track_and_its_size_comes_with_it()
    {
        Stage.AddSlots(_viewer, 0, 1);
        _viewer.Wishes = new WatchList(
            [new TrackWish(new TrackName("late", MediaSource.Screen), new SlotWish(640, 360, 7, true), IsHidden: false)], true);
        var camera = Camera("early");
        Live([camera]);
        _assigner.Assign(_viewer, null);
        Assert.Equal((camera, default), (_viewer.Slots[0].Source!, _viewer.Slots[0].Wish));

        var screen = Stage.Publish(Stage.Join(_room, "late"), MediaSource.Screen);
        Live([camera, screen]);
        _assigner.Assign(_viewer, null);
        Assert.Equal((screen, new SlotWish(640, 360, 7, true)), (_viewer.Slots[0].Source!, _viewer.Slots[0].Wish));
    }

    [Fact]
    public void WA2_another_size_changes_no_slot_but_the_wish()
    {
        Cameras("a");
        Stage.AddSlots(_viewer, 0, 1);
        _assigner.Assign(_viewer, null);
        _viewer.Wishes = new WatchList([Wish("a", priority: 3)], showOthers: true);
        Assert.False(_assigner.Assign(_viewer, null));
        Assert.Equal(3, _viewer.Slots[0].Wish.Priority);
    }

    private static TrackWish Wish(string host, int priority = 0, bool pinned = false) =>
        new(new TrackName(host, MediaSource.Camera), new SlotWish(0, 0, priority, pinned), IsHidden: false);

    private Publication Camera(string host) => Stage.Publish(Stage.Join(_room, host), MediaSource.Camera);

    private List<Publication> Cameras(params string[] hosts)
    {
        var tracks = hosts.Select(Camera).ToList();
        Live(tracks);
        return tracks;
    }

    private void Live(List<Publication> tracks)
    {
        _live.Clear();
        tracks.ForEach(_live.Add);
    }

    private List<Publication?> Shown() => _viewer.Slots.FindAll(slot => slot.Section.Kind == Rtc.Sdp.MediaKind.Video)
        .ConvertAll(slot => slot.Source);

    private string Names() => string.Concat(Shown().Select(track => track?.Publisher.ParticipantId ?? "-"));

    private void ExpectRules(List<Publication> live, Publication? speaker, List<Publication?> before, bool changed)
    {
        var after = Shown();
        var shown = after.OfType<Publication>().ToList();
        var wishes = _viewer.Wishes;
        var possible = live.FindAll(track => track.Publisher.ParticipantId != _viewer.ParticipantId && !wishes.Hides(track.Name));
        var pinned = wishes.Pinned.ToArray().Select(wish => possible.Find(track => track.Name == wish.Name)).OfType<Publication>().ToList();
        var named = wishes.Named.ToArray().Select(wish => possible.Find(track => track.Name == wish.Name)).OfType<Publication>().ToList();
        List<Publication> asked = [.. pinned, .. possible.Where(track => track == speaker), .. named];
        asked = asked.Distinct().ToList();

        Assert.Equal(!before.SequenceEqual(after), changed);
        Assert.False(_assigner.Assign(_viewer, speaker));
        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.All(shown, track => Assert.Contains(track, possible));
        Assert.All(asked.Take(after.Count), track => Assert.Contains(track, shown));
        Assert.Equal(Math.Min(after.Count, wishes.ShowOthers ? possible.Count : asked.Count), shown.Count);
        for (var slot = 0; slot < after.Count; slot++)
        {
            Assert.True(before[slot] is not { } was || !shown.Contains(was) || after[slot] == was, "a shown picture moved");
            Assert.Equal(after[slot] is { } now ? wishes.Find(now.Name) : default, _viewer.Slots[slot].Wish);
        }
    }
}
