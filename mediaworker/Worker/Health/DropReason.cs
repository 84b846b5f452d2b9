namespace Serverless.Worker.Health;

/// <summary>Why a message of a client changed nothing and got no answer.</summary>
internal enum DropReason
{
    /// <summary>No room of this worker listens to the group.</summary>
    UnknownRoom,

    /// <summary>Nobody in the room has the sender's key (rule SK2).</summary>
    UnknownSender,

    /// <summary>The sender sent more than its budget.</summary>
    Flood,

    /// <summary>The room had too many messages waiting.</summary>
    RoomBusy,
}
