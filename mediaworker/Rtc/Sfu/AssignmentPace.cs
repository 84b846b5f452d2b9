using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// How often a room's slots are given anew. A host who comes is seen at once; of a crowd that comes and goes, what happens
/// within a beat is carried out together, or each of a hundred hosts would cost all of two thousand viewers a look.
/// </summary>
internal struct AssignmentPace
{
    /// <summary>Microphone, camera and screen of two who come together.</summary>
    public const int Burst = 6;

    private static readonly TimeSpan Beat = VoiceRanking.Interval;

    /// <summary>When nothing is used up any more.</summary>
    private Instant _fullAt;

    /// <summary>When the next one is allowed.</summary>
    public readonly Instant Next => _fullAt - (Beat * (Burst - 1));

    public bool TryTake(Instant now)
    {
        if (now < Next)
        {
            return false;
        }

        _fullAt = (_fullAt > now ? _fullAt : now) + Beat;
        return true;
    }
}
