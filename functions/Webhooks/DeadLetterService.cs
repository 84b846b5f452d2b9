using Serverless.Contracts.BackEnd;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Webhooks;

/// <summary>Shows what did not arrive, and sends it again.</summary>
internal sealed class DeadLetterService(
    DeadLetterStore letters, DeliveryStore deliveries, DueRooms due, WebhookQueue queue, TimeProvider time)
{
    public const int MaxPage = 100;

    public async Task<DeadLetterPage> ListAsync(
        string tenantId, string after, int limit, CancellationToken cancellationToken)
    {
        var found = await letters.ListAsync(tenantId, after, limit, cancellationToken);
        return new DeadLetterPage(
            [.. found.Select(item => Show(item.Id, item.Letter))], found.Count < limit ? null : found[^1].Id);
    }

    public async Task<Outcome<ReplayResponse>> ReplayAsync(
        string tenantId, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count is 0 or > MaxPage || ids.Contains(null!))
        {
            return Failures.InvalidRequest($"ids has 1 to {MaxPage} ids of dead letters.");
        }

        var replayed = 0;
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (await letters.FindAsync(tenantId, id, cancellationToken) is { } letter)
            {
                await ReplayAsync(id, letter.Delivery, cancellationToken);
                replayed++;
            }
        }

        return new ReplayResponse(replayed);
    }

    // The letter goes last: a crash in between sends it twice rather than never.
    private async Task ReplayAsync(string id, Delivery dead, CancellationToken cancellationToken)
    {
        var delivery = dead with
        {
            Since = time.GetUtcNow(),
            Attempts = 0,
            Error = null,
            FailedAt = null,
            NextAt = null,
            LeasedUntil = null,
        };
        await due.MarkAsync(delivery.RoomId, cancellationToken);
        await deliveries.PutAsync(WebhookKeys.EndpointOf(new Uri(delivery.Url)), delivery, cancellationToken);
        await letters.RemoveAsync(delivery.TenantId, id, cancellationToken);
        queue.Enqueue(delivery.RoomId);
    }

    private static DeadLetterResponse Show(string id, DeadLetter letter) => new()
    {
        Id = id,
        WebhookType = letter.Delivery.Type,
        RoomId = letter.Delivery.RoomId,
        Sequence = letter.Delivery.Sequence,
        EndPoint = letter.Delivery.Url,
        Body = letter.Delivery.Body,
        Attempts = letter.Delivery.Attempts,
        LastError = letter.Delivery.Error,
        EventAt = letter.Delivery.EventAt,
        DiedAt = letter.DiedAt,
    };
}
