using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;

namespace Serverless.Rtc.Sfu;

/// <summary>What can be seen and heard in a room now: the tracks of connected publishers that sent something.</summary>
internal sealed class LiveTracks
{
    private readonly List<Publication> _pictures = [];
    private readonly HashSet<Publication> _all = [];
    private readonly Dictionary<TrackName, Publication> _byName = [];
    private readonly Dictionary<VoiceSource, Publication> _byVoice = [];

    /// <summary>Oldest first.</summary>
    public List<Publication> Pictures => _pictures;

    public Dictionary<VoiceSource, Publication>.KeyCollection Voices => _byVoice.Keys;

    public void Clear()
    {
        _pictures.Clear();
        _all.Clear();
        _byName.Clear();
        _byVoice.Clear();
    }

    public void AddIfLive(Publication track)
    {
        if (track.IsLive)
        {
            Add(track);
        }
    }

    public void Add(Publication track)
    {
        _all.Add(track);

        // Where a person is here twice for the moment of a change of transport, the newer one counts.
        _byName[track.Name] = track;
        if (track.Kind == MediaKind.Video)
        {
            _pictures.Add(track);
        }
        else if (track.Voice is { } voice)
        {
            _byVoice[voice] = track;
        }
    }

    /// <summary>Gives all sounds their roles in the programme.</summary>
    /// <param name="pinned">The picture whose sound is the pinned one.</param>
    public void CastVoices(TrackName? pinned)
    {
        var sound = pinned is { } picture ? SoundOf(picture) : null;
        foreach (var (voice, track) in _byVoice)
        {
            voice.Role = voice == sound ? VoiceRole.Pinned : track.OwnRole;
        }
    }

    public bool Contains(Publication track) => _all.Contains(track);

    public Publication? Find(TrackName name) => _byName.GetValueOrDefault(name);

    public Publication? Find(VoiceSource? voice) => voice is null ? null : _byVoice.GetValueOrDefault(voice);

    public Publication? Camera(VoiceSource? speaker) =>
        speaker is null ? null : Find(new TrackName(speaker.Owner, MediaSource.Camera));

    /// <summary>The sound that goes with a picture: a person's microphone, a screen's audio.</summary>
    public VoiceSource? SoundOf(TrackName picture) => Find(picture with
    {
        Source = picture.Source == MediaSource.Screen ? MediaSource.ScreenAudio : MediaSource.Microphone,
    })?.Voice;
}
