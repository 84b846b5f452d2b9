namespace Serverless.Functions.Rooms;

/// <summary>Row <c>{hash of customRoomId}</c> in partition <c>{tenantId}</c> of table <c>roomnames</c>: whoever inserts it names the room.</summary>
internal sealed record RoomName(string RoomId);
