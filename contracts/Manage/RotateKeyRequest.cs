namespace Serverless.Contracts.Manage;

/// <summary>POST /manage/tenants/{tenantId}/keys: a new key signs from now on.</summary>
public sealed record RotateKeyRequest
{
    /// <summary>How long older keys stay good: 0 to 2,592,000 (30 days), default 86,400.</summary>
    public int? OverlapSeconds { get; init; }
}
