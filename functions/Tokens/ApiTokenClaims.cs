using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Functions.Tokens;

/// <summary>The payload of a tenant's token: VideoSDK's claims, and ours (mode, publish, name, metadata), which are optional.</summary>
internal sealed record ApiTokenClaims
{
    [JsonPropertyName("apikey")]
    public string? ApiKey { get; init; }

    [JsonPropertyName("jti")]
    public string? Id { get; init; }

    [JsonPropertyName("permissions")]
    public IReadOnlyList<string?>? Permissions { get; init; }

    [JsonPropertyName("version")]
    public int? Version { get; init; }

    [JsonPropertyName("roles")]
    public IReadOnlyList<string?>? Roles { get; init; }

    [JsonPropertyName("roomId")]
    public string? RoomId { get; init; }

    [JsonPropertyName("participantId")]
    public string? ParticipantId { get; init; }

    [JsonPropertyName("iat")]
    public double? IssuedAt { get; init; }

    [JsonPropertyName("nbf")]
    public double? NotBefore { get; init; }

    /// <summary>A NumericDate may have a fraction (RFC 7519 section 2).</summary>
    [JsonPropertyName("exp")]
    public double? ExpiresAt { get; init; }

    [JsonPropertyName("mode")]
    public ParticipantMode? Mode { get; init; }

    [JsonPropertyName("publish")]
    public IReadOnlyList<TrackSource>? Publish { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("metadata")]
    public JsonElement? Metadata { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiTokenClaims))]
internal sealed partial class ApiTokenJson : JsonSerializerContext;
