using Serverless.Functions.Platform;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tenants;

/// <summary>Tenants and their keys. What a call needs is remembered for a moment: every call of a tenant asks for it.</summary>
internal sealed class TenantStore(ITableStore store, SecretVault vault, TimeProvider time)
{
    /// <summary>So late does another process hear that a tenant is disabled or a key is revoked.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private const string KeyPartition = "key";
    private const string TenantPartition = "tenant";

    private readonly ITable _table = store.Table("tenants");
    private readonly BriefMemory<TenantKey> _keys = new(time, Memory);
    private readonly BriefMemory<Tenant> _tenants = new(time, Memory);

    /// <returns>null: there is no such key, or it is over. The tenant may be disabled.</returns>
    public async Task<TenantAccess?> FindKeyAsync(string apiKey, CancellationToken cancellationToken)
    {
        if (!TableKey.IsValid(apiKey))
        {
            return null;
        }

        var key = await _keys.GetAsync(apiKey, () => ReadKeyAsync(apiKey, cancellationToken));
        return key is not null && await RecallAsync(key.TenantId, cancellationToken) is { } tenant
            && tenant.Accepts(apiKey, time.GetUtcNow())
                ? new TenantAccess(tenant, key)
                : null;
    }

    /// <summary>The key to sign with in the tenant's name; null: there is no such tenant, or it is disabled.</summary>
    public async Task<TenantKey?> FindSigningKeyAsync(string tenantId, CancellationToken cancellationToken) =>
        await RecallAsync(tenantId, cancellationToken) is { Disabled: false } tenant
            ? (await FindKeyAsync(tenant.Keys[^1].ApiKey, cancellationToken))?.Key
            : null;

    public async Task<bool> IsDisabledAsync(string tenantId, CancellationToken cancellationToken) =>
        await RecallAsync(tenantId, cancellationToken) is { Disabled: true };

    /// <summary>As stored, without the memory.</summary>
    public async Task<Tenant?> FindAsync(string tenantId, CancellationToken cancellationToken) =>
        TableKey.IsValid(tenantId)
            ? (await _table.ReadAsync(TenantPartition, tenantId, TenantRows.Default.Tenant, cancellationToken))?.Value
            : null;

    public async Task<IReadOnlyList<Tenant>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var tenants = new List<Tenant>();
        await foreach (var row in _table.RowsAsync(TenantPartition, RowRange.All, limit, cancellationToken))
        {
            tenants.Add(TenantRows.Default.Tenant.FromBody(row.Body));
        }

        return tenants;
    }

    /// <summary>Before the tenant's row names it: a crash in between leaves a key that nothing accepts.</summary>
    public Task AddKeyAsync(TenantKey key, CancellationToken cancellationToken) => _table.ChangeAsync(
        KeyPartition,
        key.ApiKey,
        TenantRows.Default.TenantKey,
        old => old is not null && vault.IsCurrent(old.Secret) && Open(old) == key ? null : Seal(key),
        cancellationToken);

    public Task DropKeyAsync(string apiKey, CancellationToken cancellationToken)
    {
        _keys.Forget(apiKey);
        return _table.DeleteAsync(KeyPartition, apiKey, null, cancellationToken);
    }

    /// <param name="tenantId">Which.</param>
    /// <param name="change">Gets null where there is no such tenant; null: stays as it is.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Tenant?> ChangeAsync(
        string tenantId, Func<Tenant?, Tenant?> change, CancellationToken cancellationToken)
    {
        if (!TableKey.IsValid(tenantId))
        {
            return null;
        }

        var (_, after) = await _table.ChangeAsync(
            TenantPartition, tenantId, TenantRows.Default.Tenant, change, cancellationToken);
        _tenants.Forget(tenantId);
        return after;
    }

    /// <summary>A tenant with exactly this key, made where it is absent.</summary>
    public async Task PutAsync(TenantKey key, CancellationToken cancellationToken)
    {
        await AddKeyAsync(key, cancellationToken);
        _keys.Forget(key.ApiKey);
        var now = time.GetUtcNow();
        await ChangeAsync(
            key.TenantId,
            old => old is not null && old.Accepts(key.ApiKey, now)
                ? null
                : (old ?? new Tenant { TenantId = key.TenantId, Name = key.TenantId, CreatedAt = now, Keys = [] }) with
                {
                    Keys = [new TenantKeyTerm(key.ApiKey, now)],
                },
            cancellationToken);
    }

    private async Task<TenantKey?> ReadKeyAsync(string apiKey, CancellationToken cancellationToken)
    {
        var stored = await _table.ReadAsync(KeyPartition, apiKey, TenantRows.Default.TenantKey, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var key = Open(stored.Value);
        if (!vault.IsCurrent(stored.Value.Secret))
        {
            // Where somebody else did it first, it is done.
            await _table.ReplaceAsync(
                KeyPartition, apiKey, TenantRows.Default.TenantKey.ToBody(Seal(key)), stored.ETag, cancellationToken);
        }

        return key;
    }

    private TenantKey Seal(TenantKey key) => key with { Secret = vault.Seal(key.Secret, RowOf(key)) };

    private TenantKey Open(TenantKey stored) => stored with { Secret = vault.Open(stored.Secret, RowOf(stored)) };

    private static string RowOf(TenantKey key) => $"tenants/{KeyPartition}/{key.ApiKey}/{key.TenantId}";

    private ValueTask<Tenant?> RecallAsync(string tenantId, CancellationToken cancellationToken) =>
        _tenants.GetAsync(tenantId, () => FindAsync(tenantId, cancellationToken));
}
