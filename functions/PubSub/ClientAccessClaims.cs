using System.Text.Json.Serialization;

namespace Serverless.Functions.PubSub;

internal sealed record ClientAccessClaims(
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("sub")] string UserId,
    [property: JsonPropertyName("role")] IReadOnlyList<string> Roles,
    [property: JsonPropertyName("webpubsub.group")] IReadOnlyList<string> Groups,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt);

[JsonSerializable(typeof(ClientAccessClaims))]
internal sealed partial class ClientAccessJson : JsonSerializerContext;
