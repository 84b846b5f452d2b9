using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>Who comes first where there is not room for all, and who may take whose place.</summary>
internal static class VoiceOrder
{
    /// <summary>Whoever got a place keeps it so long, or the start of every word would tear at the slots.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(500);

    /// <summary>Against one who is louder, a voice that speaks keeps its place so long.</summary>
    public static readonly TimeSpan StayWhileSpeaking = TimeSpan.FromSeconds(2);

    /// <summary>Decibels.</summary>
    private const int LouderBy = 6;

    private const int Holds = 2;
    private const int Speaks = 1;
    private const int Silent = 0;

    /// <summary>
    /// Positive if the left one comes first. Silent ones stand in the order in which they spoke last; who leads comes
    /// first of its rank, so a breath does not cost it pair 0 while anybody else is silent.
    /// </summary>
    public static int Compare(Instant now, VoiceSource? lead, VoiceSource left, VoiceSource right)
    {
        var rank = Rank(now, left);
        var order = rank.CompareTo(Rank(now, right));
        order = order != 0 || rank == Holds ? order : (left == lead).CompareTo(right == lead);
        if (order == 0)
        {
            order = rank switch
            {
                Holds => left.Role.CompareTo(right.Role),
                Speaks => left.Activity.Loudness.CompareTo(right.Activity.Loudness),
                _ => left.Activity.LastLoud.CompareTo(right.Activity.LastLoud),
            };
        }

        return order != 0 ? order : right.Number.CompareTo(left.Number);
    }

    public static bool MayReplace(Instant now, VoiceSource? lead, VoiceSource candidate, VoicePlace place)
    {
        if (place.Source is not { } holder)
        {
            return true;
        }

        var rank = Rank(now, candidate);
        var held = Rank(now, holder);
        var stayed = now - place.Since;
        return (rank, held) switch
        {
            (Silent, _) => false,
            (Holds, Holds) => candidate.Role > holder.Role,
            (Holds, _) => true,
            (Speaks, Holds) => false,
            (Speaks, Silent) => stayed >= Stay,
            _ => holder != lead
                && stayed >= StayWhileSpeaking
                && candidate.Activity.Loudness >= holder.Activity.Loudness + LouderBy,
        };
    }

    private static int Rank(Instant now, VoiceSource source)
    {
        if (source.Activity.IsActive(now) && (source.Role != VoiceRole.Voice || !source.Activity.HasLevels))
        {
            return Holds;
        }

        return source.Activity.IsSpeaking ? Speaks : Silent;
    }
}
