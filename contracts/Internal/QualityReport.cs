using System.Text.Json.Serialization;

namespace Serverless.Contracts.Internal;

/// <summary>
/// POST /internal/rooms/{roomId}/quality on functions, by the room's worker: every 10 s, in rooms of more than 300 people less often
/// and at least every minute, and when the session ends. 204. What was not taken is told again as part of a longer stretch; a stretch
/// whose answer was lost may count twice: quality is a picture, not an account.
/// </summary>
/// <param name="SessionId">The session these belong to.</param>
/// <param name="At">End of the time that the report covers.</param>
/// <param name="Participants">At most 500, each once.</param>
public sealed record QualityReport(string SessionId, DateTimeOffset At, IReadOnlyList<ParticipantQuality> Participants);

/// <summary>What one participant sent and got since the report before. What the worker does not measure is absent.</summary>
public sealed record ParticipantQuality
{
    public required string ParticipantId { get; init; }

    public MediaQuality? SendAudio { get; init; }

    public MediaQuality? SendVideo { get; init; }

    public MediaQuality? RecvAudio { get; init; }

    public MediaQuality? RecvVideo { get; init; }

    /// <summary>How long the largest picture shown had which height.</summary>
    public IReadOnlyList<ResolutionTime>? Resolutions { get; init; }
}

/// <summary>One kind of media in one direction.</summary>
/// <param name="Packets">That the sender sent.</param>
/// <param name="PacketsLost">Of these, before retransmission.</param>
/// <param name="Rtt">Round trip, milliseconds.</param>
/// <param name="Jitter">Interarrival jitter (RFC 3550 §6.4.1), milliseconds.</param>
/// <param name="Bitrate">Bits per second, mean over the report's time.</param>
public sealed record MediaQuality(
    long Packets, long PacketsLost, double? Rtt = null, double? Jitter = null, double? Bitrate = null);

/// <param name="Height">Pixels.</param>
/// <param name="Seconds">Within the report's time.</param>
public sealed record ResolutionTime(int Height, [property: JsonPropertyName("time")] double Seconds);
