using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

internal sealed class CircuitStore(ITableStore store)
{
    private static readonly Circuit Closed = new();

    private readonly ITable _table = store.Table(TenantWebhookStore.Table);

    public async Task<Circuit> ReadAsync(string tenantId, string endpoint, CancellationToken cancellationToken)
    {
        var row = await _table.ReadAsync(
            tenantId, Key(endpoint), WebhookRows.Default.Circuit, cancellationToken);
        return row?.Value ?? Closed;
    }

    /// <returns>The circuit as it is now, and whether the caller may send the one delivery that probes.</returns>
    public async Task<(Circuit Circuit, bool Probes)> TakeProbeAsync(
        string tenantId, string endpoint, DateTimeOffset now, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (before, after) = await _table.ChangeAsync(
            tenantId, Key(endpoint), WebhookRows.Default.Circuit,
            circuit => circuit is not null && circuit.MayProbe(now) ? circuit with { ProbedUntil = now + limit } : null,
            cancellationToken);
        return (after ?? Closed, before != after);
    }

    /// <param name="tenantId">Whose endpoint.</param>
    /// <param name="endpoint">Which.</param>
    /// <param name="change">Answers the same circuit to leave it as it is.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Circuit> ChangeAsync(
        string tenantId, string endpoint, Func<Circuit, Circuit> change, CancellationToken cancellationToken)
    {
        var (_, after) = await _table.ChangeAsync(
            tenantId, Key(endpoint), WebhookRows.Default.Circuit,
            circuit => change(circuit ?? Closed) is var next && next != (circuit ?? Closed) ? next : null,
            cancellationToken);
        return after ?? Closed;
    }

    private static string Key(string endpoint) => $"c-{endpoint}";
}
