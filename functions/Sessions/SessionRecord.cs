namespace Serverless.Functions.Sessions;

/// <summary>
/// Row <c>s-{sessionId}</c> in partition <c>{roomId}</c> of table <c>sessions</c>, the room's history; the same as row
/// <c>{newest first}-{sessionId}</c> in partition <c>{tenantId}</c> of table <c>sessionlist</c>, what lists walk.
/// </summary>
internal sealed record SessionRecord(
    string SessionId, string RoomId, string TenantId, DateTimeOffset Start, DateTimeOffset? End = null);
