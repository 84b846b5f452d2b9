using Serverless.Functions.Storage;

namespace Serverless.Functions.Tenants;

internal sealed class TenantStore(ITableStore store)
{
    private readonly ITable _table = store.Table("tenants");

    public async Task<TenantKey?> FindKeyAsync(string apiKey, CancellationToken cancellationToken)
    {
        if (!TableKey.IsValid(apiKey))
        {
            return null;
        }

        var row = await _table.ReadAsync("key", apiKey, TenantRows.Default.TenantKey, cancellationToken);
        return row?.Value;
    }

    /// <summary>The key to sign with in the tenant's name.</summary>
    public async Task<TenantKey?> FindSigningKeyAsync(string tenantId, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync("tenant", tenantId, TenantRows.Default.Tenant, cancellationToken);
        return row is null ? null : await FindKeyAsync(row.Value.ApiKey, cancellationToken);
    }

    public async Task PutAsync(TenantKey key, CancellationToken cancellationToken)
    {
        await _table.ChangeAsync("key", key.ApiKey, TenantRows.Default.TenantKey, _ => key, cancellationToken);
        var tenant = new Tenant(key.TenantId, key.ApiKey);
        await _table.ChangeAsync("tenant", key.TenantId, TenantRows.Default.Tenant, _ => tenant, cancellationToken);
    }
}
