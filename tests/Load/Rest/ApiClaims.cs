using System.Text.Json.Serialization;

namespace Serverless.Load.Rest;

/// <summary>Payload of an API token (HS256).</summary>
internal sealed record ApiClaims(
    [property: JsonPropertyName("apikey")] string ApiKey,
    [property: JsonPropertyName("permissions")] IReadOnlyList<string> Permissions,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt);
