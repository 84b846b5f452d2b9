using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// What is due for one endpoint of one room: begun in the order of the numbers, a few at the same time. One that fails lets the
/// others pass; an endpoint that fails altogether opens its circuit, and the rest waits for it.
/// </summary>
internal sealed class EndpointRun(
    DeliveryStore deliveries, CircuitStore circuits, TenantWebhookStore tenants, DeadLetterStore deadLetters,
    WebhookSender sender, TimeProvider time)
{
    // A receiver sees at most these out of order, and its sequence numbers put them right.
    private const int InFlight = 4;
    private const int PageSize = 100;

    private const int ProbesEach = 3;

    // Bounds one turn: what is left is the next one's.
    private const int MaxPages = 10;

    /// <summary>How long a delivery is one process's own: three times what an attempt may take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public async Task RunAsync(string roomId, string endpoint, CancellationToken cancellationToken)
    {
        Circuit? circuit = null;
        var after = -1L;
        for (var turn = 0; turn < MaxPages; turn++)
        {
            var page = await deliveries.PageAsync(roomId, endpoint, after, PageSize, cancellationToken);
            if (page.Count == 0)
            {
                return;
            }

            after = page[^1].Value.Sequence;
            var wanted = await TakeOutAsync(endpoint, page, cancellationToken);
            circuit ??= await circuits.ReadAsync(page[0].Value.TenantId, endpoint, cancellationToken);
            if (wanted.Count == 0)
            {
                continue;
            }

            circuit = await SendAsync(endpoint, wanted, circuit, cancellationToken);
            if (circuit.IsOpen)
            {
                return;
            }
        }
    }

    // Those whose day is over and those whose endpoint the tenant has taken away: neither waits for the circuit.
    private async Task<List<Stored<Delivery>>> TakeOutAsync(
        string endpoint, IReadOnlyList<Stored<Delivery>> page, CancellationToken cancellationToken)
    {
        // Not what is remembered: an endpoint that was just made must not look like one that is gone.
        var known = page.All(stored => stored.Value.EndpointId is null)
            ? TenantWebhooks.None
            : await tenants.ReadAsync(page[0].Value.TenantId, cancellationToken);
        var now = time.GetUtcNow();
        var wanted = new List<Stored<Delivery>>(page.Count);
        foreach (var stored in page)
        {
            var delivery = stored.Value;
            if (delivery.EndpointId is { } id && known.Endpoints.All(other => other.Id != id))
            {
                await deliveries.DeleteAsync(endpoint, stored, cancellationToken);
            }
            else if (now - delivery.Since >= BackOff.Limit && !(delivery.LeasedUntil > now))
            {
                await deadLetters.AddAsync(endpoint, delivery, cancellationToken);
                await deliveries.DeleteAsync(endpoint, stored, cancellationToken);
            }
            else
            {
                wanted.Add(stored);
            }
        }

        return wanted;
    }

    private async Task<Circuit> SendAsync(
        string endpoint, List<Stored<Delivery>> wanted, Circuit circuit, CancellationToken cancellationToken)
    {
        if (circuit.IsOpen)
        {
            circuit = await ProbeAsync(endpoint, wanted, cancellationToken);
        }

        using var places = new SemaphoreSlim(InFlight);
        var running = new List<Task>();
        foreach (var stored in wanted)
        {
            await places.WaitAsync(cancellationToken);
            if (!circuit.IsOpen && stored.Value.IsDue(time.GetUtcNow(), circuit.ReopenedAt))
            {
                running.Add(InPlaceAsync(stored));
            }
            else
            {
                places.Release();
            }
        }

        await Task.WhenAll(running);
        return circuit;

        async Task InPlaceAsync(Stored<Delivery> stored)
        {
            try
            {
                if (await AttemptAsync(endpoint, stored, cancellationToken) is { } outcome)
                {
                    circuit = await NoteAsync(stored.Value.TenantId, endpoint, circuit, outcome, cancellationToken);
                }
            }
            finally
            {
                places.Release();
            }
        }
    }

    // One goes ahead; the others follow in their order when it has arrived.
    private async Task<Circuit> ProbeAsync(
        string endpoint, List<Stored<Delivery>> wanted, CancellationToken cancellationToken)
    {
        // The oldest, unless it failed so often that it may be to blame itself.
        var chosen = wanted.OrderBy(stored => stored.Value.Attempts / ProbesEach).First();
        var tenantId = chosen.Value.TenantId;
        var (circuit, probes) = await circuits.TakeProbeAsync(
            tenantId, endpoint, time.GetUtcNow(), Lease, cancellationToken);
        if (!probes || await AttemptAsync(endpoint, chosen, cancellationToken) is not { } outcome)
        {
            return circuit;
        }

        wanted.Remove(chosen);
        return await NoteAsync(tenantId, endpoint, circuit, outcome, cancellationToken);
    }

    /// <returns>null: another process has it.</returns>
    private async Task<Outcome?> AttemptAsync(
        string endpoint, Stored<Delivery> stored, CancellationToken cancellationToken)
    {
        var lease = stored.Value with { LeasedUntil = time.GetUtcNow() + Lease };
        if (await deliveries.ReplaceAsync(endpoint, stored, lease, cancellationToken) is not { } leased)
        {
            return null;
        }

        var error = await sender.SendAsync(lease, cancellationToken);
        var now = time.GetUtcNow();
        if (error is null)
        {
            await deliveries.DeleteAsync(endpoint, leased, cancellationToken);
            return new Outcome(now, null);
        }

        var attempts = lease.Attempts + 1;
        var failed = lease with
        {
            Attempts = attempts,
            Error = error,
            FailedAt = now,
            NextAt = now + BackOff.After(attempts, Spread(lease)),
            LeasedUntil = null,
        };
        await deliveries.ReplaceAsync(endpoint, leased, failed, cancellationToken);
        return new Outcome(now, error);
    }

    // The circuit is written only where something changes: an endpoint in good health costs nothing here.
    private async Task<Circuit> NoteAsync(
        string tenantId, string endpoint, Circuit known, Outcome outcome, CancellationToken cancellationToken) =>
        outcome.Error is { } error
            ? await circuits.ChangeAsync(
                tenantId, endpoint, circuit => circuit.AfterFailure(outcome.At, error), cancellationToken)
            : known.Failures == 0
                ? known
                : await circuits.ChangeAsync(
                    tenantId, endpoint, circuit => circuit.AfterSuccess(outcome.At), cancellationToken);

    private static double Spread(Delivery delivery) =>
        (delivery.EventId.GetHashCode(StringComparison.Ordinal) & 0xFFFF) / (double)0x10000;

    private readonly record struct Outcome(DateTimeOffset At, string? Error);
}
