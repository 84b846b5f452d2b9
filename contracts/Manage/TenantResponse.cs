namespace Serverless.Contracts.Manage;

/// <summary>A tenant, without its secrets.</summary>
public sealed record TenantResponse
{
    public required string TenantId { get; init; }

    public required string Name { get; init; }

    public required bool Disabled { get; init; }

    public TenantLimits? Limits { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Newest last; it signs what this system makes for the tenant.</summary>
    public required IReadOnlyList<TenantKeyResponse> Keys { get; init; }
}

/// <param name="ApiKey">The <c>apikey</c> claim of tokens.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Absent: it stays until the next rotation.</param>
public sealed record TenantKeyResponse(string ApiKey, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null);

/// <summary>201 of POST /manage/tenants and POST /manage/tenants/{tenantId}/keys: the only time that the secret is told.</summary>
public sealed record TenantSecretResponse(string TenantId, string ApiKey, string Secret);
