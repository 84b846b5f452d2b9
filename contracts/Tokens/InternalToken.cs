using System.Text.Json.Serialization;

namespace Serverless.Contracts.Tokens;

/// <summary>
/// The payload of the short-lived JWT (HS256, the same shared key as tickets) by which functions and workers trust each
/// other's HTTP calls. Its audience keeps a ticket from passing as one.
/// </summary>
public sealed record InternalToken
{
    public const string InternalAudience = "internal";

    [JsonPropertyName("aud")]
    public string Audience { get; init; } = InternalAudience;

    /// <summary>"functions" or the worker's id.</summary>
    [JsonPropertyName("sub")]
    public required string Caller { get; init; }

    [JsonPropertyName("iat")]
    public required long IssuedAt { get; init; }

    [JsonPropertyName("exp")]
    public required long ExpiresAt { get; init; }
}
