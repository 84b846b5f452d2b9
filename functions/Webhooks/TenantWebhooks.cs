namespace Serverless.Functions.Webhooks;

/// <summary>Row <c>endpoints</c> in partition <c>{tenantId}</c> of table <c>webhooks</c>: what the tenant subscribed for all its rooms.</summary>
internal sealed record TenantWebhooks(IReadOnlyList<TenantEndpoint> Endpoints)
{
    /// <summary>An event and all its deliveries have to fit into one transaction, with others beside it.</summary>
    public const int MaxEndpoints = 5;

    public static TenantWebhooks None { get; } = new([]);
}

internal sealed record TenantEndpoint(string Id, WebhookTarget Target, DateTimeOffset CreatedAt);
