namespace Serverless.Contracts.Manage;

/// <summary>POST /manage/tenants, and PATCH /manage/tenants/{tenantId}, where what is absent stays as it is.</summary>
public sealed record TenantRequest
{
    /// <summary>1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Every credential of a disabled tenant is refused.</summary>
    public bool? Disabled { get; init; }

    public TenantLimits? Limits { get; init; }
}

/// <summary>What a tenant may ask of the API; absent: the system's defaults.</summary>
/// <param name="RequestsPerSecond">Sustained, 1 to 100,000.</param>
/// <param name="Burst">At once, 1 to 100,000.</param>
public sealed record TenantLimits(int? RequestsPerSecond = null, int? Burst = null);
