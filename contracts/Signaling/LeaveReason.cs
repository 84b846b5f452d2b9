namespace Serverless.Contracts.Signaling;

/// <param name="Code">VideoSDK's leave code.</param>
/// <param name="Name">Its name.</param>
public sealed record LeaveReason(int Code, string Name)
{
    /// <summary>Lost for 30 s.</summary>
    public static readonly LeaveReason ConnectionLost = new(1001, "WEBSOCKET_DISCONNECTED");

    public static readonly LeaveReason RoomClosed = new(1006, "ROOM_CLOSE");

    /// <summary>A call of the REST API ended the session.</summary>
    public static readonly LeaveReason SessionEnded = new(1009, "MEETING_END_API");

    /// <summary>A call of the REST API removed the participant.</summary>
    public static readonly LeaveReason Removed = new(1010, "REMOVE_PEER_API");

    /// <summary>The same bound participant id joined again; the newer wins.</summary>
    public static readonly LeaveReason Duplicate = new(1011, "DUPLICATE_PARTICIPANT");

    public static readonly LeaveReason Left = new(1101, "MANUAL_LEAVE_CALLED");
}
