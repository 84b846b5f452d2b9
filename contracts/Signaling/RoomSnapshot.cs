namespace Serverless.Contracts.Signaling;

/// <summary>All a client needs to draw the room; frames of the feed after <see cref="Frame"/> continue it.</summary>
public sealed record RoomSnapshot
{
    public required int Epoch { get; init; }

    public required long Frame { get; init; }

    public required long LastSeq { get; init; }

    /// <summary>Those on the stage.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    public required int Audience { get; init; }

    /// <summary>Absent: nothing is pinned for everybody.</summary>
    public PinnedTrack? Pinned { get; init; }

    public required IReadOnlyList<SlotAssignment> Slots { get; init; }

    /// <summary>The newest entries, at most 50, oldest first; after a <c>sync</c> those after its sequence number, at most 200.</summary>
    public required IReadOnlyList<LogEntry> Log { get; init; }
}
