using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.BackEnd;

/// <summary>POST /v2/tokens: a participant's token, for back ends that prefer not to sign. It joins and does nothing else.</summary>
public sealed record MintTokenRequest
{
    /// <summary>A roomId or customRoomId; absent: any room of the tenant.</summary>
    public string? RoomId { get; init; }

    /// <summary>Binds the identity; absent: a guest.</summary>
    public string? ParticipantId { get; init; }

    /// <summary>Default: allow_join.</summary>
    public IReadOnlyList<TokenPermission>? Permissions { get; init; }

    public ParticipantMode? Mode { get; init; }

    /// <summary>What may be published, whatever the room's policy says.</summary>
    public IReadOnlyList<TrackSource>? Publish { get; init; }

    /// <summary>Shown where the person gives none.</summary>
    public string? Name { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>60 to 86,400; default 3,600.</summary>
    public int? ExpiresInSeconds { get; init; }
}

[JsonConverter(typeof(NamedEnumConverter<TokenPermission>))]
public enum TokenPermission
{
    [JsonStringEnumMemberName("allow_join")]
    AllowJoin,

    [JsonStringEnumMemberName("ask_join")]
    AskJoin,

    [JsonStringEnumMemberName("allow_mod")]
    AllowMod,
}

/// <summary>201 of POST /v2/tokens.</summary>
public sealed record MintTokenResponse(string Token, DateTimeOffset ExpiresAt);
