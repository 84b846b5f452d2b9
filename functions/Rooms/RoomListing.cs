namespace Serverless.Functions.Rooms;

/// <summary>Row <c>{newest first}-{roomId}</c> in partition <c>{tenantId}</c> of table <c>roomlist</c>: what GET /v2/rooms walks.</summary>
internal sealed record RoomListing(string RoomId);
