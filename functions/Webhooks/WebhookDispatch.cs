namespace Serverless.Functions.Webhooks;

/// <summary>Everything that one room has to tell: number what is new, send what is due.</summary>
internal sealed class WebhookDispatch(WebhookNumbering numbering, DeliveryStore deliveries, EndpointRun endpoints)
{
    /// <returns>Whether nothing is left, not even for later.</returns>
    public async Task<bool> RunAsync(string roomId, CancellationToken cancellationToken)
    {
        await numbering.RunAsync(roomId, cancellationToken);
        // Beside each other: one that does not answer holds up nobody else's.
        await Task.WhenAll((await deliveries.EndpointsAsync(roomId, cancellationToken))
            .Select(endpoint => endpoints.RunAsync(roomId, endpoint, cancellationToken)));
        return await deliveries.IsIdleAsync(roomId, cancellationToken);
    }
}
