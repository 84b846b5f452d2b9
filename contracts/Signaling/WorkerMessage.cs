using System.Text.Json.Serialization;

namespace Serverless.Contracts.Signaling;

/// <summary>What a worker sends: <c>feed</c> to <c>room.{id}.feed</c>, everything else to <c>p.{connectionKey}</c>. See docs/protocol.md.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FeedMessage), "feed")]
[JsonDerivedType(typeof(AnswerMessage), "answer")]
[JsonDerivedType(typeof(SlotsMessage), "slots")]
[JsonDerivedType(typeof(LayersMessage), "layers")]
[JsonDerivedType(typeof(CodecsMessage), "codecs")]
[JsonDerivedType(typeof(StatsMessage), "stats")]
[JsonDerivedType(typeof(SnapshotMessage), "snapshot")]
[JsonDerivedType(typeof(AckMessage), "ack")]
[JsonDerivedType(typeof(ErrorMessage), "error")]
[JsonDerivedType(typeof(EntryMessage), "entry")]
[JsonDerivedType(typeof(MoveMessage), "move")]
[JsonDerivedType(typeof(ClosedMessage), "closed")]
public abstract record WorkerMessage;

/// <summary>Everything that happened in the room since the last frame, merged.</summary>
public sealed record FeedMessage : WorkerMessage
{
    /// <summary>The room's epoch: higher after the room moved to another worker.</summary>
    public required int Epoch { get; init; }

    /// <summary>1, 2, 3 … within an epoch; a gap asks for <see cref="SyncMessage"/>.</summary>
    public required long Frame { get; init; }

    /// <summary>Sequence number of the newest log entry.</summary>
    public required long LastSeq { get; init; }

    public required IReadOnlyList<LogEntry> Entries { get; init; }

    public required IReadOnlyList<RosterChange> Roster { get; init; }

    /// <summary>Participants who are not on the stage.</summary>
    public required int Audience { get; init; }

    /// <summary>Absent: nothing is pinned for everybody.</summary>
    public PinnedTrack? Pinned { get; init; }
}

public sealed record AnswerMessage(string Id, string Sdp) : WorkerMessage;

/// <summary>Which track feeds each of the receiver's slots, all of them: repeating it changes nothing.</summary>
/// <param name="Slots">Of one transport.</param>
/// <param name="Epoch">The room's epoch on the worker of that transport: while a room moves, a participant may have two.</param>
public sealed record SlotsMessage(IReadOnlyList<SlotAssignment> Slots, int? Epoch = null) : WorkerMessage;

public sealed record SnapshotMessage(RoomSnapshot Snapshot) : WorkerMessage;

/// <summary>The chat message with this id is in the log, durably.</summary>
public sealed record AckMessage(string Id, long Seq) : WorkerMessage;

/// <param name="Code">Stable; see docs/protocol.md.</param>
/// <param name="Message">For people.</param>
/// <param name="Fault">Who has to change something.</param>
/// <param name="Id">Of the message that failed, where it had one.</param>
/// <param name="RetryAfterSeconds">Absent: the same message will fail again.</param>
public sealed record ErrorMessage(
    string Code, string Message, Fault Fault, string? Id = null, int? RetryAfterSeconds = null) : WorkerMessage;

/// <summary>To moderators: somebody waits in the lobby, or no longer does.</summary>
public sealed record EntryMessage(string EntryId, string DisplayName, EntryState State) : WorkerMessage;

/// <summary>The server ended this participation; the client does not come back by itself.</summary>
public sealed record ClosedMessage(LeaveReason Reason) : WorkerMessage;
