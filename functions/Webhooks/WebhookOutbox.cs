using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>What the rest of the control plane knows of webhooks: whether anybody listens, and rows for its own transactions.</summary>
internal sealed class WebhookOutbox(
    TenantWebhookStore tenants, DueRooms due, WebhookQueue queue, ISecrets secrets, TimeProvider time)
{
    /// <returns>null: nobody wants to hear of this room.</returns>
    public async ValueTask<EventTrail?> TrailAsync(
        string tenantId, RoomWebhook? room, CancellationToken cancellationToken) =>
        room is not null || (await tenants.RecentAsync(tenantId, cancellationToken)).Endpoints.Count > 0
            ? new EventTrail(
                tenantId, room is null ? null : new WebhookTarget(room.EndPoint, room.Events), DateTimeOffset.MinValue)
            : null;

    /// <summary>The present, or just after the causes where another process's clock was ahead of this one's.</summary>
    public DateTimeOffset After(params ReadOnlySpan<EventTrail?> causes)
    {
        var at = time.GetUtcNow();
        foreach (var cause in causes)
        {
            if (cause is not null && cause.At >= at)
            {
                at = cause.At.AddTicks(1);
            }
        }

        return at;
    }

    /// <summary>An event that belongs to <paramref name="trail"/> and happens at its moment.</summary>
    public WebhookEvent Event(string type, EventTrail trail, string roomId, string sessionId) => new()
    {
        Id = $"msg_{secrets.Key()}",
        Type = type,
        At = trail.At,
        TenantId = trail.TenantId,
        RoomId = roomId,
        SessionId = sessionId,
        RoomTarget = trail.RoomTarget,
    };

    /// <summary>Goes into the transaction of what happened.</summary>
    public async Task<TableOperation> RowAsync(WebhookEvent what, CancellationToken cancellationToken)
    {
        await due.MarkAsync(what.RoomId, cancellationToken);
        return new TableOperation.Insert(WebhookKeys.Outbox(what), WebhookRows.Default.WebhookEvent.ToBody(what));
    }

    /// <summary>The transaction is done: the first attempt need not wait for the sweep.</summary>
    public void Committed(string roomId) => queue.Enqueue(roomId);
}
