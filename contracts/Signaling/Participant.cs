using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>A participant as others see it. The roster holds those on the stage only; the audience is a number.</summary>
public sealed record Participant
{
    public required string ParticipantId { get; init; }

    public required string DisplayName { get; init; }

    public required ParticipantMode Mode { get; init; }

    public JsonElement? Metadata { get; init; }

    public required ConnectionState Connection { get; init; }

    public required IReadOnlyList<TrackState> Tracks { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }
}

[JsonConverter(typeof(NamedEnumConverter<ConnectionState>))]
public enum ConnectionState
{
    /// <summary>Joined; its transport is not up yet.</summary>
    [JsonStringEnumMemberName("connecting")]
    Connecting,

    [JsonStringEnumMemberName("connected")]
    Connected,

    /// <summary>Nothing heard for 5 s; removed after 30 s.</summary>
    [JsonStringEnumMemberName("reconnecting")]
    Reconnecting,
}
