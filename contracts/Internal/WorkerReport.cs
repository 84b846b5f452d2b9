using System.Text.Json.Serialization;

namespace Serverless.Contracts.Internal;

/// <summary>PUT /internal/workers/{workerId} on functions: registration and heartbeat in one.</summary>
public sealed record WorkerReport
{
    /// <summary>Base address of the worker's internal HTTP.</summary>
    public required string Url { get; init; }

    public required WorkerState State { get; init; }

    /// <summary>Participants this worker takes at most.</summary>
    public required int Capacity { get; init; }

    public required int Participants { get; init; }

    public required IReadOnlyList<RoomReport> Rooms { get; init; }
}

public sealed record RoomReport(string RoomId, string SessionId, int Epoch, int Participants);

[JsonConverter(typeof(NamedEnumConverter<WorkerState>))]
public enum WorkerState
{
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>Takes no new rooms.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining,

    /// <summary>Last report of a worker that goes.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
