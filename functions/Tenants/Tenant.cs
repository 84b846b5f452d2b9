namespace Serverless.Functions.Tenants;

/// <summary>Row <c>{tenantId}</c> in partition <c>tenant</c>.</summary>
/// <param name="TenantId">VideoSDK's <c>userId</c>.</param>
/// <param name="ApiKey">The key that signs what functions make for this tenant.</param>
internal sealed record Tenant(string TenantId, string ApiKey);
