using System.Text.Json.Serialization;

namespace Serverless.Contracts.BackEnd;

/// <summary>GET /v2/sessions/{sessionId}/stats.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="MeetingId">Its room, by VideoSDK's older name.</param>
/// <param name="Stats">Oldest first, at most 240; the longer a session, the longer the stretch of each.</param>
public sealed record SessionStatsResponse(string SessionId, string MeetingId, IReadOnlyList<QualityPoint> Stats);

/// <summary>GET /v2/sessions/{sessionId}/participant/{participantId}/stats.</summary>
public sealed record ParticipantStatsResponse
{
    public required string SessionId { get; init; }

    public required string MeetingId { get; init; }

    public required string ParticipantId { get; init; }

    public required string ParticipantName { get; init; }

    public DeviceName DeviceInfo { get; init; } = new(null, null);

    public SdkName SdkInfo { get; init; } = new(null, null);

    /// <summary>Oldest first, at most 60.</summary>
    public required IReadOnlyList<QualityPoint> Stats { get; init; }

    public required IReadOnlyList<ResolutionUsage> ResolutionUsage { get; init; }
}

/// <param name="Name">The browser, as far as its User-Agent header told.</param>
/// <param name="Version">Its major version.</param>
public sealed record DeviceName(
    [property: JsonPropertyName("deviceName"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Name,
    [property: JsonPropertyName("deviceVersion"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version);

/// <summary>The client library, where it said so when it joined.</summary>
public sealed record SdkName(
    [property: JsonPropertyName("sdkName"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Name,
    [property: JsonPropertyName("sdkVersion"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version);

/// <summary>Seconds of one stretch in which a picture of at most each height was shown.</summary>
public sealed record ResolutionUsage
{
    /// <summary>End of the stretch.</summary>
    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("180")]
    public double P180 { get; init; }

    [JsonPropertyName("360")]
    public double P360 { get; init; }

    [JsonPropertyName("720")]
    public double P720 { get; init; }

    [JsonPropertyName("1080")]
    public double P1080 { get; init; }

    [JsonPropertyName("1440")]
    public double P1440 { get; init; }

    /// <summary>And above.</summary>
    [JsonPropertyName("2160")]
    public double P2160 { get; init; }
}
