using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>
/// What the levels of one source (RFC 6464) say about its voice. Loudness here is in decibels above −80 dBov, from 0 to
/// 80. Integers in µdB, so that the same packets always give the same result.
/// </summary>
/// <remarks>
/// <code>
/// levels    ▁▁▆█▇▁▂▇█▆▁▁▁▁▁▁▁▁▁▁▁      envelope: up 0.6 dB/ms, down 0.04 dB/ms
/// speaking  ···▔▔▔▔▔▔▔▔▔▔▔▔▔▔···       the envelope, with hysteresis: bridges the gaps between words
/// pausing   ▔▔·············▔▔▔▔▔▔        nothing loud for 300 ms: here a cut is not heard
/// </code>
/// </remarks>
internal sealed class VoiceActivity
{
    /// <summary>Without packets for so long a source is not active: Opus in DTX sends one every 400 ms.</summary>
    public static readonly TimeSpan ActiveFor = TimeSpan.FromSeconds(2);

    /// <summary>Longer than the gaps within words, shorter than those between sentences.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private const int Floor = 80;
    private const long Decibel = 1_000_000;
    private const long AttackPerMicrosecond = 600;
    private const long ReleasePerMicrosecond = 40;

    /// <summary>−50 dBov and −60 dBov: after a browser's noise suppression, rooms lie below and speech above.</summary>
    private const long SpeakingFrom = 30 * Decibel;
    private const long SpeakingUntil = 20 * Decibel;

    /// <summary>What is always there is noise: one decibel per second, and speech has to stand out from it.</summary>
    private const long NoisePerMicrosecond = 1;
    private const long AboveNoise = 10 * Decibel;

    /// <summary>A packet stands for the time since the one before, but a gap does not stand for sound.</summary>
    private const long LongestPacket = 120_000;

    /// <summary>Speech counts fully, gaps take back a quarter: talk adds up, coughs do not.</summary>
    private const long GapShare = 4;
    private const long MostSpeech = 3_000_000;

    private static readonly Instant LongAgo = new(-(1L << 50));

    private Instant _lastPacket = LongAgo;
    private Instant _updated;
    private long _envelope;
    private long _noise;
    private long _speech;

    /// <summary>Some packet carried a level; without any there is nothing to compare.</summary>
    public bool HasLevels { get; private set; }

    /// <summary>As of the last call.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Of the envelope, in whole decibels above −80 dBov; as of the last call.</summary>
    public int Loudness => (int)(_envelope / Decibel);

    /// <summary>How much was spoken of late; as of the last call.</summary>
    public TimeSpan Speech => TimeSpan.FromMicroseconds(_speech);

    /// <summary>When it was loud last; long ago when never.</summary>
    public Instant LastLoud { get; private set; } = LongAgo;

    /// <param name="now">Of arrival.</param>
    /// <param name="level">In −dBov, 0 to 127; null where the packet carries none.</param>
    public void Handle(Instant now, byte? level)
    {
        _lastPacket = now;
        if (level is not { } value)
        {
            return;
        }

        var loudness = Math.Max(0, Floor - value) * Decibel;
        var passed = Passed(now);
        if (!HasLevels)
        {
            HasLevels = true;
            passed = LongestPacket / 6;
        }

        _noise = Math.Min(loudness, _noise + (Math.Min(passed, LongestPacket) * NoisePerMicrosecond));
        if (loudness >= Math.Max(SpeakingUntil, _noise + (AboveNoise / 2)))
        {
            LastLoud = now;
            _speech = Math.Min(MostSpeech, _speech + Math.Min(passed, LongestPacket));
        }
        else
        {
            _speech = Math.Max(0, _speech - (passed / GapShare));
        }

        Follow(loudness, passed);
        _updated = now;
    }

    /// <summary>Lets the silence since the last packet count.</summary>
    public void Advance(Instant now)
    {
        // Packets may be late; only a gap that none bridges is silence.
        if (now - _lastPacket > TimeSpan.FromMicroseconds(LongestPacket))
        {
            var passed = Passed(now);
            _speech = Math.Max(0, _speech - (passed / GapShare));
            Follow(0, passed);
            _updated = now;
        }
    }

    public bool IsActive(Instant now) => now - _lastPacket < ActiveFor;

    /// <summary>
    /// It may be cut or moved unheard. Of sound without levels nobody knows, so it pauses only when it stops.
    /// </summary>
    public bool IsPausing(Instant now) => HasLevels ? now - LastLoud >= Pause : !IsActive(now);

    private long Passed(Instant now) => Math.Max(0, now.Microseconds - _updated.Microseconds);

    private void Follow(long loudness, long passed)
    {
        _envelope = loudness > _envelope
            ? Math.Min(loudness, _envelope + (Math.Min(passed, LongestPacket) * AttackPerMicrosecond))
            : Math.Max(loudness, _envelope - (passed * ReleasePerMicrosecond));
        IsSpeaking = IsSpeaking
            ? _envelope >= Math.Max(SpeakingUntil, _noise + (AboveNoise / 2))
            : _envelope >= Math.Max(SpeakingFrom, _noise + AboveNoise);
    }
}
