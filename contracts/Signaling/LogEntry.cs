using System.Text.Json;

namespace Serverless.Contracts.Signaling;

/// <summary>One durable event of a room.</summary>
public sealed record LogEntry
{
    /// <summary>1, 2, 3 … for the life of the room, without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>Made by the author; unique among the author's entries.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary><c>chat</c>; a reader skips kinds it does not know.</summary>
    public required string Kind { get; init; }

    public required Sender From { get; init; }

    /// <summary>chat: <c>{"text": string}</c>.</summary>
    public required JsonElement Data { get; init; }
}

/// <summary>The author as the server knows it.</summary>
public sealed record Sender(string ParticipantId, string DisplayName);
