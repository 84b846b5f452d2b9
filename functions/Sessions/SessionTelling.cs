using Serverless.Functions.Rooms;
using Serverless.Functions.Storage;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Sessions;

/// <summary>The webhook events of sessions: each is a row in the transaction that begins or ends the session.</summary>
internal sealed class SessionTelling(RoomStore rooms, WebhookOutbox outbox)
{
    /// <returns>The session with its trail, and the event; both as they were and null where nobody listens.</returns>
    public async Task<(Occupancy Session, TableOperation? Told)> StartedAsync(
        Room room, Occupancy? last, Occupancy opened, CancellationToken cancellationToken)
    {
        if (await outbox.TrailAsync(room.TenantId, room.Webhook, cancellationToken) is not { } fresh)
        {
            return (opened, null);
        }

        var trail = fresh with { At = outbox.After(last?.Trail) };
        var started = outbox.Event(EventNames.SessionStarted, trail, room.RoomId, opened.SessionId) with
        {
            Start = opened.StartedAt,
        };
        return (opened with { Trail = trail }, await outbox.RowAsync(started, cancellationToken));
    }

    /// <inheritdoc cref="StartedAsync"/>
    public async Task<(Occupancy Session, TableOperation? Told)> EndedAsync(
        string roomId, Occupancy ended, CancellationToken cancellationToken)
    {
        if ((ended.Trail ?? await LateTrailAsync(roomId, ended.TenantId, cancellationToken)) is not { } before)
        {
            return (ended, null);
        }

        var trail = before with { At = outbox.After(before) };
        var over = outbox.Event(EventNames.SessionEnded, trail, roomId, ended.SessionId) with
        {
            Start = ended.StartedAt,
            End = ended.PhaseAt,
        };
        return (ended with { Trail = trail }, await outbox.RowAsync(over, cancellationToken));
    }

    /// <param name="roomId">The room whose change is stored now.</param>
    /// <param name="told">null: nobody listens.</param>
    public void Committed(string roomId, TableOperation? told)
    {
        if (told is not null)
        {
            outbox.Committed(roomId);
        }
    }

    // Somebody began to listen while the session went on.
    private async Task<EventTrail?> LateTrailAsync(
        string roomId, string tenantId, CancellationToken cancellationToken) =>
        await outbox.TrailAsync(tenantId, room: null, cancellationToken) is not null
            && await rooms.GetAsync(roomId, cancellationToken) is { } room
            ? await outbox.TrailAsync(tenantId, room.Webhook, cancellationToken)
            : null;
}
