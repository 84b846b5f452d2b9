using Serverless.Contracts.Internal;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Quality;

/// <summary>What a report may look like. Workers are ours, but a bug in one must not corrupt what lasts.</summary>
internal static class QualityRules
{
    private const int MaxParticipants = 500;
    private const int MaxResolutions = 32;
    private const int MaxHeight = 16_384;

    /// <returns>null: the report is well formed.</returns>
    public static Failure? Refuse(string roomId, QualityReport report)
    {
        if (SessionId.RoomOf(report.SessionId) != roomId || report.Participants.Count > MaxParticipants)
        {
            return Failures.InvalidRequest(
                $"A report names a session of the room and at most {MaxParticipants} participants.");
        }

        // Nullable annotations do not reach into lists.
        var isFine = report.Participants.All(person => person is { ParticipantId.Length: > 0 }
                && ClaimRules.IsId(person.ParticipantId)
                && IsFine(person.SendAudio) && IsFine(person.SendVideo)
                && IsFine(person.RecvAudio) && IsFine(person.RecvVideo)
                && (person.Resolutions is null || (person.Resolutions.Count <= MaxResolutions
                    && person.Resolutions.All(time => time is { Height: > 0 and <= MaxHeight, Seconds: >= 0 and < 1e6 }))))
            && report.Participants.DistinctBy(person => person.ParticipantId).Count() == report.Participants.Count;
        return isFine
            ? null
            : Failures.InvalidRequest("A participant is named once, and its counts and means are not negative.");
    }

    private static bool IsFine(MediaQuality? quality) => quality is null or
    {
        Packets: >= 0 and < 1L << 48,
        PacketsLost: >= 0 and < 1L << 48,
        Rtt: null or (>= 0 and < 1e6),
        Jitter: null or (>= 0 and < 1e6),
        Bitrate: null or (>= 0 and < 1e12),
    };
}
