using System.Collections.Concurrent;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>The tenants' own endpoints. Remembered for a moment, since every join asks whether anybody listens.</summary>
internal sealed class TenantWebhookStore(ITableStore store, TimeProvider time)
{
    public const string Table = "webhooks";

    /// <summary>How long another process may go on with what was.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private const string Key = "endpoints";
    private const int MaxRemembered = 10_000;

    private readonly ITable _table = store.Table(Table);
    private readonly ConcurrentDictionary<string, (TenantWebhooks Webhooks, DateTimeOffset At)> _remembered =
        new(StringComparer.Ordinal);

    /// <summary>As it was at most <see cref="Memory"/> ago.</summary>
    public async ValueTask<TenantWebhooks> RecentAsync(string tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return _remembered.TryGetValue(tenantId, out var known) && now - known.At < Memory
            ? known.Webhooks
            : Remember(tenantId, await ReadAsync(tenantId, cancellationToken), now);
    }

    public async Task<TenantWebhooks> ReadAsync(string tenantId, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(tenantId, Key, WebhookRows.Default.TenantWebhooks, cancellationToken);
        return row?.Value ?? TenantWebhooks.None;
    }

    /// <returns>false: there are as many as there may be.</returns>
    public async Task<bool> AddAsync(string tenantId, TenantEndpoint endpoint, CancellationToken cancellationToken)
    {
        var (before, after) = await ChangeAsync(
            tenantId,
            all => all.Count < TenantWebhooks.MaxEndpoints ? [.. all, endpoint] : null,
            cancellationToken);
        return before != after;
    }

    /// <returns>false: there is no such endpoint.</returns>
    public async Task<bool> RemoveAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        var (before, after) = await ChangeAsync(
            tenantId,
            all => all.Any(endpoint => endpoint.Id == id) ? [.. all.Where(endpoint => endpoint.Id != id)] : null,
            cancellationToken);
        return before != after;
    }

    private async Task<(TenantWebhooks? Before, TenantWebhooks? After)> ChangeAsync(
        string tenantId, Func<IReadOnlyList<TenantEndpoint>, IReadOnlyList<TenantEndpoint>?> change,
        CancellationToken cancellationToken)
    {
        var result = await _table.ChangeAsync(
            tenantId, Key, WebhookRows.Default.TenantWebhooks,
            old => change(old?.Endpoints ?? []) is { } endpoints ? new TenantWebhooks(endpoints) : null,
            cancellationToken);
        Remember(tenantId, result.After ?? TenantWebhooks.None, time.GetUtcNow());
        return result;
    }

    private TenantWebhooks Remember(string tenantId, TenantWebhooks webhooks, DateTimeOffset now)
    {
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[tenantId] = (webhooks, now);
        return webhooks;
    }
}
