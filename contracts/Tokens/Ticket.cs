using System.Text.Json.Serialization;

namespace Serverless.Contracts.Tokens;

/// <summary>
/// The payload of the JWT (HS256, key shared by functions and workers) that is the bearer for everything after the join.
/// Functions sign it; workers and functions verify it.
/// </summary>
public sealed record Ticket
{
    public const string TicketAudience = "ticket";

    [JsonPropertyName("aud")]
    public string Audience { get; init; } = TicketAudience;

    /// <summary>Seconds since 1970 UTC.</summary>
    [JsonPropertyName("iat")]
    public required long IssuedAt { get; init; }

    /// <summary>Seconds since 1970 UTC.</summary>
    [JsonPropertyName("exp")]
    public required long ExpiresAt { get; init; }

    [JsonPropertyName("tenant")]
    public required string TenantId { get; init; }

    [JsonPropertyName("room")]
    public required string RoomId { get; init; }

    [JsonPropertyName("session")]
    public required string SessionId { get; init; }

    [JsonPropertyName("participant")]
    public required string ParticipantId { get; init; }

    /// <summary>Unguessable, one per join; also the Web PubSub user id and the name of the private group.</summary>
    [JsonPropertyName("key")]
    public required string ConnectionKey { get; init; }

    [JsonPropertyName("name")]
    public required string DisplayName { get; init; }

    [JsonPropertyName("mode")]
    public required ParticipantMode Mode { get; init; }

    /// <summary>The sources this participant may publish; empty for the audience.</summary>
    [JsonPropertyName("publish")]
    public required IReadOnlyList<TrackSource> Publish { get; init; }

    /// <summary>May write to the room's chat.</summary>
    [JsonPropertyName("chat")]
    public required bool MayChat { get; init; }

    /// <summary>Holds <c>allow_mod</c>.</summary>
    [JsonPropertyName("mod")]
    public required bool MayModerate { get; init; }

    /// <summary>The room's <see cref="Rest.RoomCodecs.Video"/>; absent: <see cref="Rest.RoomCodecs.Default"/>.</summary>
    [JsonPropertyName("codecs")]
    public IReadOnlyList<VideoCodec>? VideoCodecs { get; init; }

    /// <summary>The person's token epoch: a ticket below the stored epoch is refused at renewal and resume.</summary>
    [JsonPropertyName("epoch")]
    public required int TokenEpoch { get; init; }
}
