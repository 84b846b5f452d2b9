using Serverless.Contracts.Manage;

namespace Serverless.Functions.Tenants;

/// <summary>Row <c>{tenantId}</c> in partition <c>tenant</c>. It says which keys are good; a key's own row only holds its secret.</summary>
internal sealed record Tenant
{
    /// <summary>VideoSDK's <c>userId</c>.</summary>
    public required string TenantId { get; init; }

    public required string Name { get; init; }

    public bool Disabled { get; init; }

    public TenantLimits? Limits { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Oldest first. The last one signs what functions make for this tenant.</summary>
    public required IReadOnlyList<TenantKeyTerm> Keys { get; init; }

    public bool Accepts(string apiKey, DateTimeOffset now) =>
        Keys.Any(key => key.ApiKey == apiKey && (key.ExpiresAt is null || now < key.ExpiresAt));
}

/// <param name="ApiKey">Which key.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">null: until the next rotation.</param>
internal sealed record TenantKeyTerm(string ApiKey, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null);

/// <summary>A key that is good now, and whose it is.</summary>
internal sealed record TenantAccess(Tenant Tenant, TenantKey Key);
