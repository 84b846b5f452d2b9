using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// Gives a room's events their numbers and turns them into deliveries: outbox rows go, delivery rows come and the head rises in
/// one transaction, so each event is numbered once whoever tries. Events themselves touch no common row: a thousand joins at
/// the same time do not wait for each other's numbers.
/// </summary>
internal sealed class WebhookNumbering(ITableStore store, TenantWebhookStore tenants, TimeProvider time)
{
    private const int PageSize = TableLimits.MaxOperations / 2;

    private readonly ITable _table = store.Table(WebhookKeys.Table);

    public async Task RunAsync(string roomId, CancellationToken cancellationToken)
    {
        // One page is one consistent view of the partition, and keys are in order of cause: what is in it has all its causes
        // in it or numbered before.
        while (await _table.ScanAsync(
            roomId, RowRange.Prefix(WebhookKeys.OutboxPrefix), PageSize, cancellationToken) is { Count: > 0 } page)
        {
            await NumberAsync(roomId, page, cancellationToken);
        }
    }

    // Where somebody else numbers at the same time the transaction fails, and the next turn reads what is left.
    private async Task NumberAsync(string roomId, IReadOnlyList<Row> page, CancellationToken cancellationToken)
    {
        var stored = await _table.ReadAsync(
            roomId, WebhookKeys.Head, WebhookRows.Default.WebhookHead, cancellationToken);
        var sequence = stored?.Value.LastSequence ?? 0;
        var operations = new List<TableOperation>(TableLimits.MaxOperations);
        foreach (var row in page)
        {
            var what = WebhookRows.Default.WebhookEvent.FromBody(row.Body);
            var targets = await TargetsAsync(what, cancellationToken);
            // One place is the head's.
            if (operations.Count + targets.Count + 1 >= TableLimits.MaxOperations)
            {
                break;
            }

            operations.Add(new TableOperation.Delete(row.Key, row.ETag));
            sequence++;
            foreach (var (endpoint, url, endpointId) in targets)
            {
                operations.Add(new TableOperation.Insert(
                    WebhookKeys.Delivery(endpoint, sequence),
                    WebhookRows.Default.Delivery.ToBody(DeliveryOf(what, sequence, url, endpointId))));
            }
        }

        var head = WebhookRows.Default.WebhookHead.ToBody(new WebhookHead(sequence));
        operations.Add(stored is null
            ? new TableOperation.Insert(WebhookKeys.Head, head)
            : new TableOperation.Replace(WebhookKeys.Head, head, stored.ETag));
        await _table.TransactAsync(roomId, operations, cancellationToken);
    }

    private async Task<List<(string Endpoint, Uri Url, string? EndpointId)>> TargetsAsync(
        WebhookEvent what, CancellationToken cancellationToken)
    {
        var targets = new List<(string Endpoint, Uri Url, string? EndpointId)>();
        Add(what.RoomTarget, null);
        foreach (var endpoint in (await tenants.RecentAsync(what.TenantId, cancellationToken)).Endpoints)
        {
            Add(endpoint.Target, endpoint.Id);
        }

        return targets;

        void Add(WebhookTarget? target, string? id)
        {
            if (target is not null && EventNames.Takes(target.Events, what.Type)
                && Uri.TryCreate(target.Url, UriKind.Absolute, out var url))
            {
                // Named twice, told once.
                var key = WebhookKeys.EndpointOf(url);
                if (targets.All(other => other.Endpoint != key))
                {
                    targets.Add((key, url, id));
                }
            }
        }
    }

    private Delivery DeliveryOf(WebhookEvent what, long sequence, Uri url, string? endpointId) => new()
    {
        EventId = what.Id,
        Type = what.Type,
        Sequence = sequence,
        TenantId = what.TenantId,
        RoomId = what.RoomId,
        Url = url.AbsoluteUri,
        EndpointId = endpointId,
        Body = WebhookBody.Of(what, sequence),
        EventAt = what.At,
        Since = time.GetUtcNow(),
    };
}
