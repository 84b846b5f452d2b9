using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class SoundAssignerTests
{
    private const byte Loud = 20;
    private const byte Quiet = 110;

    private readonly Room _room = new("room");
    private readonly LiveTracks _live = new();
    private readonly VoiceRanking _programme = new();
    private readonly Participant _viewer;
    private readonly List<Publication> _microphones = [];
    private Instant _now = new(1_000_000);

    public SoundAssignerTests() => _viewer = Stage.Join(_room, "viewer");

    [Fact]
    public void MD4_the_loudest_three_of_five_are_heard()
    {
        Stage.AddSlots(_viewer, 3, 0);
        Hosts(5);
        Talk(seconds: 3, 2, 3, 4);

        Assert.Equal(["host-2", "host-3", "host-4"], Heard().Order());
        Assert.False(SoundAssigner.Assign(_now, _viewer, _live, _programme));
    }

    [Fact]
    public void WA5_who_is_pinned_is_heard_though_three_others_are_louder_and_no_longer_when_gone()
    {
        Stage.AddSlots(_viewer, 3, 0);
        Hosts(5);
        Talk(seconds: 3, 2, 3, 4);
        Pin("host-0");
        SoundAssigner.Assign(_now, _viewer, _live, _programme);

        Assert.Contains("host-0", Heard());
        Assert.Equal(2, Heard().Intersect(["host-2", "host-3", "host-4"]).Count());

        _microphones.RemoveAt(0);
        Talk(seconds: 3, 1, 2, 3);
        Assert.Equal(["host-2", "host-3", "host-4"], Heard().Order());
    }

    [Fact]
    public void WA5_one_slot_stays_with_the_programme_and_follows_who_leads()
    {
        Stage.AddSlots(_viewer, 3, 0);
        Hosts(6);
        Pin("host-0", "host-1", "host-2");
        Talk(seconds: 3, 4);
        Assert.Equal(["host-0", "host-1", "host-4"], Heard().Order());
        Talk(seconds: 5, 5);
        Assert.Equal(["host-0", "host-1", "host-5"], Heard().Order());
    }

    [Fact]
    public void WA5_beside_a_pinned_one_a_voice_that_speaks_is_not_cut_by_the_pin()
    {
        Stage.AddSlots(_viewer, 2, 0);
        Hosts(3);
        Pin("host-0");
        Talk(seconds: 3, 1);
        var slot = Heard().ToList().IndexOf("host-1");
        for (var moment = 0; moment < 10; moment++)
        {
            Talk(seconds: 0.1, 1, 2);
            Assert.Equal("host-1", Heard()[slot]);
        }
    }

    [Fact]
    public void WA6_who_is_seen_in_video_slot_0_is_heard_in_audio_slot_0_after_a_pause()
    {
        Stage.AddSlots(_viewer, 3, 1);
        Hosts(3);
        var camera = Stage.Publish(_microphones[2].Publisher, MediaSource.Camera);
        Talk(seconds: 3, 0, 1, 2);
        var before = Heard().ToList();
        _viewer.Slots[3].Play(camera);
        SoundAssigner.Assign(_now, _viewer, _live, _programme);
        Assert.Equal(before, Heard());

        Talk(seconds: 1);
        Assert.Equal("host-2", Heard()[0]);
        Assert.Equal(before.Order(), Heard().Order());
    }

    [Fact]
    public void WA6_a_screen_in_video_slot_0_brings_its_own_sound()
    {
        Stage.AddSlots(_viewer, 3, 1);
        Hosts(2);
        var sharer = _microphones[1].Publisher;
        _microphones.Add(Stage.Publish(sharer, MediaSource.ScreenAudio));
        _programme.Add(_microphones[^1].Voice!);
        _viewer.Slots[3].Play(Stage.Publish(sharer, MediaSource.Screen));
        Talk(seconds: 2, 0);
        Talk(seconds: 1);

        Assert.Equal(MediaSource.ScreenAudio, _viewer.Slots[0].Source!.Source);
    }

    [Fact]
    public void MD6_music_holds_a_slot_though_its_level_says_silence()
    {
        Stage.AddSlots(_viewer, 3, 0);
        Hosts(4);
        var section = _microphones[0].Section with { IsMusic = true };
        Assert.True(_microphones[0].TryRenegotiate(section, MediaSource.Microphone));
        Talk(seconds: 3, 1, 2, 3);

        Assert.Contains("host-0", Heard());
        Assert.True(_microphones[0].TryRenegotiate(section with { IsMusic = false }, MediaSource.Microphone));
        Talk(seconds: 3, 1, 2, 3);
        Assert.DoesNotContain("host-0", Heard());
    }

    private void Hosts(int count)
    {
        for (var host = 0; host < count; host++)
        {
            _microphones.Add(Stage.Publish(Stage.Join(_room, $"host-{host}"), MediaSource.Microphone));
            _programme.Add(_microphones[host].Voice!);
        }
    }

    private void Pin(params string[] hosts) => _viewer.Wishes = new WatchList(
        [.. hosts.Select(host => new TrackWish(
            new TrackName(host, MediaSource.Camera), new SlotWish(0, 0, 0, IsPinned: true), IsHidden: false))],
        showOthers: true);

    private void Talk(double seconds, params int[] loud)
    {
        for (var tick = 0; tick < seconds * 10; tick++)
        {
            for (var packet = 0; packet < 5; packet++)
            {
                _now += TimeSpan.FromMilliseconds(20);
                for (var host = 0; host < _microphones.Count; host++)
                {
                    _microphones[host].Voice!.Activity.Handle(_now, loud.Contains(host) ? Loud : Quiet);
                }
            }

            _live.Clear();
            _microphones.ForEach(_live.Add);
            _programme.Keep(_live.Voices);
            _programme.Update(_now);
            SoundAssigner.Assign(_now, _viewer, _live, _programme);
        }
    }

    private IReadOnlyList<string> Heard() => [.. _viewer.Slots
        .Where(slot => slot.Section.Kind == Rtc.Sdp.MediaKind.Audio)
        .Select(slot => slot.Source?.Publisher.ParticipantId ?? "-")];
}
