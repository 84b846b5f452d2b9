using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>
/// Whose picture is the large one. It takes some speech to become it, so a cough does not; and a pause to lose it, so a
/// breath does not either. One who talks over the present speaker has to be clearly louder for a while.
/// </summary>
internal sealed class DominantSpeaker
{
    /// <summary>Of speech within the last moments.</summary>
    public static readonly TimeSpan SpeechToWin = TimeSpan.FromMilliseconds(600);

    /// <summary>Of silence before somebody else may take over.</summary>
    public static readonly TimeSpan PauseToLose = TimeSpan.FromSeconds(2);

    /// <summary>Of being louder than a speaker who does not pause.</summary>
    public static readonly TimeSpan OvertakeFor = TimeSpan.FromSeconds(2);

    /// <summary>Decibels.</summary>
    private const int OvertakeBy = 6;

    private VoiceSource? _overtaking;
    private Instant _overtakingSince;

    /// <summary>Null until somebody has spoken.</summary>
    public VoiceSource? Current { get; private set; }

    /// <summary>The one before: what the dominant speaker sees.</summary>
    public VoiceSource? Previous { get; private set; }

    public void Forget(VoiceSource source)
    {
        Previous = Previous == source ? null : Previous;
        _overtaking = _overtaking == source ? null : _overtaking;
        if (Current == source)
        {
            (Current, Previous) = (Previous, null);
        }
    }

    /// <param name="now">Of the room's tick.</param>
    /// <param name="sources">All of the room, advanced to now.</param>
    public void Update(Instant now, List<VoiceSource> sources)
    {
        var challenger = Loudest(now, sources);
        if (challenger is null)
        {
            _overtaking = null;
        }
        else if (Current is null || now - Current.Activity.LastLoud >= PauseToLose)
        {
            Change(challenger);
        }
        else if (challenger.Activity.Loudness < Current.Activity.Loudness + OvertakeBy)
        {
            _overtaking = null;
        }
        else if (challenger != _overtaking)
        {
            (_overtaking, _overtakingSince) = (challenger, now);
        }
        else if (now - _overtakingSince >= OvertakeFor)
        {
            Change(challenger);
        }
    }

    private void Change(VoiceSource next)
    {
        Previous = Current;
        Current = next;
        _overtaking = null;
    }

    private VoiceSource? Loudest(Instant now, List<VoiceSource> sources)
    {
        VoiceSource? loudest = null;
        foreach (var source in sources)
        {
            var activity = source.Activity;
            if (source != Current
                && source.Role is VoiceRole.Voice or VoiceRole.Pinned
                && activity.IsSpeaking
                && !activity.IsPausing(now)
                && activity.Speech >= SpeechToWin
                && (loudest is null || activity.Loudness > loudest.Activity.Loudness))
            {
                loudest = source;
            }
        }

        return loudest;
    }
}
