using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Voices;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class PinTests
{
    private readonly Room _room = new("room");
    private readonly LiveTracks _live = new();
    private readonly PictureAssigner _assigner;
    private readonly Participant _viewer;

    public PinTests()
    {
        _assigner = new PictureAssigner(_live);
        _viewer = Stage.Join(_room, "viewer");
    }

    [Fact]
    public void PN2_what_is_pinned_for_everybody_comes_after_the_viewer_s_own_pin_and_before_the_speaker()
    {
        var (speaker, own, pinned) = (Camera("speaker"), Camera("own"), Camera("pinned"));
        Stage.AddSlots(_viewer, 0, 2);
        _viewer.Wishes = new WatchList(
            [new TrackWish(own.Name, new SlotWish(0, 0, 0, IsPinned: true), IsHidden: false)], showOthers: true);

        _assigner.Assign(_viewer, speaker);
        Assert.Equal(["own", "speaker"], Shown());
        Assert.True(_assigner.Assign(_viewer, speaker, pinned.Name));
        Assert.Equal(["own", "pinned"], Shown());
        Assert.True(_assigner.Assign(_viewer, speaker));
        Assert.Equal(["own", "speaker"], Shown());
    }

    [Fact]
    public void PN2_it_is_what_a_player_with_one_slot_shows_and_who_is_pinned_does_not_see_itself()
    {
        var (speaker, pinned) = (Camera("speaker"), Camera("pinned"));
        Stage.AddSlots(_viewer, 0, 1);
        Stage.AddSlots((Participant)pinned.Publisher, 0, 1);

        _assigner.Assign(_viewer, speaker, pinned.Name);
        _assigner.Assign((Participant)pinned.Publisher, speaker, pinned.Name);

        Assert.Equal(["pinned"], Shown());
        Assert.Equal("speaker", ((Participant)pinned.Publisher).Slots[0].Source!.Publisher.ParticipantId);
    }

    [Fact]
    public void PN2_whoever_hides_it_does_not_see_it_and_who_is_not_here_takes_no_slot()
    {
        var (speaker, pinned) = (Camera("speaker"), Camera("pinned"));
        Stage.AddSlots(_viewer, 0, 1);
        _viewer.Wishes = new WatchList([new TrackWish(pinned.Name, default, IsHidden: true)], showOthers: true);

        _assigner.Assign(_viewer, speaker, pinned.Name);
        Assert.Equal(["speaker"], Shown());
        _viewer.Wishes = WatchList.Everything;
        _assigner.Assign(_viewer, speaker, new TrackName("nobody", MediaSource.Camera));
        Assert.Equal(["speaker"], Shown());
    }

    [Fact]
    public void PN2_the_pinned_picture_s_sound_leads_the_programme_and_no_other_until_it_is_pinned_no_more()
    {
        var (voice, other) = (Sound("pinned", MediaSource.Microphone), Sound("other", MediaSource.Microphone));
        var shared = Sound("pinned", MediaSource.ScreenAudio);

        _live.CastVoices(new TrackName("pinned", MediaSource.Camera));
        Assert.Equal(
            (VoiceRole.Pinned, VoiceRole.Voice, VoiceRole.ShareAudio), (voice.Voice!.Role, other.Voice!.Role, shared.Voice!.Role));
        _live.CastVoices(new TrackName("pinned", MediaSource.Screen));
        Assert.Equal((VoiceRole.Voice, VoiceRole.Pinned), (voice.Voice.Role, shared.Voice.Role));
        _live.CastVoices(null);
        Assert.Equal((VoiceRole.Voice, VoiceRole.ShareAudio), (voice.Voice.Role, shared.Voice.Role));
    }

    private Publication Camera(string host)
    {
        var camera = Stage.Publish(Stage.Join(_room, host), MediaSource.Camera);
        _live.Add(camera);
        return camera;
    }

    private Publication Sound(string host, MediaSource source)
    {
        var sound = Stage.Publish(Stage.Join(_room, host), source);
        _live.Add(sound);
        return sound;
    }

    private IEnumerable<string> Shown() => _viewer.Slots.Select(slot => slot.Source!.Publisher.ParticipantId).Order();
}
