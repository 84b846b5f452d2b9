namespace Serverless.Local.PubSub.Http;

internal sealed record GroupMember(string ConnectionId, string? UserId);
