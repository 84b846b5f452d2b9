namespace Serverless.Contracts.Signaling;

/// <summary>The Web PubSub groups of a room. Names hold the room, never a worker, so a room can move.</summary>
public static class Groups
{
    public const string Hub = "live";

    /// <summary>Clients send media signaling here; the room's workers listen.</summary>
    public static string Signaling(string roomId) => $"room.{roomId}.sig";

    /// <summary>Clients send chat here; the room's home worker listens.</summary>
    public static string Up(string roomId) => $"room.{roomId}.up";

    /// <summary>The home worker sends the room's feed here; every participant is a member.</summary>
    public static string Feed(string roomId) => $"room.{roomId}.feed";

    /// <summary>The worker sends to one participant here.</summary>
    public static string Private(string connectionKey) => $"p.{connectionKey}";
}
