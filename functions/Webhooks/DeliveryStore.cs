using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>A room's deliveries. Each step is conditional, so several processes may work on one room.</summary>
internal sealed class DeliveryStore(ITableStore store)
{
    private readonly ITable _table = store.Table(WebhookKeys.Table);

    /// <summary>Whether nothing of the room waits, numbered or not.</summary>
    public async Task<bool> IsIdleAsync(string roomId, CancellationToken cancellationToken) =>
        (await _table.ScanAsync(roomId, WebhookKeys.Waiting, 1, cancellationToken)).Count == 0;

    /// <summary>The endpoints that something waits for.</summary>
    public async Task<IReadOnlyList<string>> EndpointsAsync(string roomId, CancellationToken cancellationToken)
    {
        var endpoints = new List<string>();
        var range = RowRange.Prefix(WebhookKeys.DeliveryPrefix);
        while (await _table.ScanAsync(roomId, range, 1, cancellationToken) is [var first])
        {
            var endpoint = WebhookKeys.EndpointOf(first.Key);
            endpoints.Add(endpoint);
            range = range with { From = RowRange.Prefix(WebhookKeys.DeliveriesTo(endpoint)).Before! };
        }

        return endpoints;
    }

    /// <summary>Deliveries to one endpoint behind <paramref name="after"/>, by their numbers.</summary>
    public async Task<IReadOnlyList<Stored<Delivery>>> PageAsync(
        string roomId, string endpoint, long after, int limit, CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix(WebhookKeys.DeliveriesTo(endpoint)) with
        {
            From = WebhookKeys.Delivery(endpoint, after + 1),
        };
        var rows = await _table.ScanAsync(roomId, range, limit, cancellationToken);
        return [.. rows.Select(row => new Stored<Delivery>(WebhookRows.Default.Delivery.FromBody(row.Body), row.ETag))];
    }

    /// <returns>null: somebody else changed it first.</returns>
    public async Task<Stored<Delivery>?> ReplaceAsync(
        string endpoint, Stored<Delivery> old, Delivery delivery, CancellationToken cancellationToken)
    {
        var etag = await _table.ReplaceAsync(
            delivery.RoomId, WebhookKeys.Delivery(endpoint, delivery.Sequence),
            WebhookRows.Default.Delivery.ToBody(delivery), old.ETag, cancellationToken);
        return etag is null ? null : new Stored<Delivery>(delivery, etag);
    }

    public Task DeleteAsync(string endpoint, Stored<Delivery> delivery, CancellationToken cancellationToken) =>
        _table.DeleteAsync(
            delivery.Value.RoomId, WebhookKeys.Delivery(endpoint, delivery.Value.Sequence), delivery.ETag,
            cancellationToken);

    /// <summary>Once more, from the start.</summary>
    public Task PutAsync(string endpoint, Delivery delivery, CancellationToken cancellationToken) =>
        _table.TransactAsync(
            delivery.RoomId,
            [
                new TableOperation.Put(
                    WebhookKeys.Delivery(endpoint, delivery.Sequence), WebhookRows.Default.Delivery.ToBody(delivery)),
            ],
            cancellationToken);
}
