namespace Serverless.Contracts.BackEnd;

/// <summary>POST /v2/webhooks: events of all the tenant's rooms go to one more address.</summary>
/// <param name="EndPoint">An absolute http(s) address of at most 512 characters.</param>
/// <param name="Events">Exact names (<c>session-started</c>) or prefixes with a star (<c>session*</c>, <c>*</c>); absent: all.</param>
public sealed record CreateWebhookRequest(string EndPoint, IReadOnlyList<string>? Events = null);
