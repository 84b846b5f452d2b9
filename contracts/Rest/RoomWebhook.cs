namespace Serverless.Contracts.Rest;

/// <summary>A room's own webhook, beside the tenant's.</summary>
/// <param name="EndPoint">An absolute http(s) address of at most 512 characters.</param>
/// <param name="Events">Exact names (<c>session-started</c>) or prefixes with a star (<c>session*</c>, <c>*</c>).</param>
public sealed record RoomWebhook(string EndPoint, IReadOnlyList<string> Events);
