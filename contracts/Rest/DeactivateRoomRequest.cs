namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms/deactivate: the room is closed for ever and its session ends.</summary>
public sealed record DeactivateRoomRequest(string RoomId);
