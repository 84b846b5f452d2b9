namespace Serverless.Rtc.Sfu.Voices;

/// <summary>What a source of sound is in the programme; all but voices hold a slot while they are active.</summary>
internal enum VoiceRole
{
    /// <summary>Competes by its level; one whose packets never carry a level (WHIP) holds a slot like music.</summary>
    Voice,

    /// <summary>Negotiated in music mode: its level says nothing about whether it matters.</summary>
    Music,

    /// <summary>Sound of a shared screen.</summary>
    ShareAudio,

    /// <summary>
    /// The host that a moderator pinned: it also has pair 0, wherever its voice may be lost in the noise.
    /// </summary>
    Pinned,
}
