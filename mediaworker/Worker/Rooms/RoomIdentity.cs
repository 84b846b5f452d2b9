namespace Serverless.Worker.Rooms;

/// <summary>Which life of which room this is: another session or a higher epoch is another <see cref="LiveRoom"/>.</summary>
internal sealed record RoomIdentity(string RoomId, string SessionId, int Epoch);
