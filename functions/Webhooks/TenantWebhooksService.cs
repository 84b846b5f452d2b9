using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Webhooks;

/// <summary>The tenant's own webhooks: made, shown with their health, taken away.</summary>
internal sealed class TenantWebhooksService(
    TenantWebhookStore tenants, CircuitStore circuits, ISecrets secrets, TimeProvider time)
{
    private const int IdLetters = 16;

    public async Task<Outcome<WebhookResponse>> CreateAsync(
        string tenantId, CreateWebhookRequest request, CancellationToken cancellationToken)
    {
        if (WebhookRules.Refuse(request) is { } refused)
        {
            return refused;
        }

        var endpoint = new TenantEndpoint(
            $"wh-{secrets.Letters(IdLetters)}", new WebhookTarget(request.EndPoint, request.Events ?? []), time.GetUtcNow());
        return await tenants.AddAsync(tenantId, endpoint, cancellationToken)
            ? await ShowAsync(tenantId, endpoint, cancellationToken)
            : new Failure(
                409, ProblemCodes.WebhookLimit, $"There are {TenantWebhooks.MaxEndpoints} webhooks already. Take one away first.");
    }

    public async Task<WebhookList> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var known = await tenants.ReadAsync(tenantId, cancellationToken);
        return new WebhookList(await Task.WhenAll(
            known.Endpoints.Select(endpoint => ShowAsync(tenantId, endpoint, cancellationToken))));
    }

    public async Task<Outcome<WebhookResponse>> GetAsync(
        string tenantId, string id, CancellationToken cancellationToken)
    {
        var known = await tenants.ReadAsync(tenantId, cancellationToken);
        return known.Endpoints.FirstOrDefault(endpoint => endpoint.Id == id) is { } found
            ? await ShowAsync(tenantId, found, cancellationToken)
            : NotFound;
    }

    /// <summary>What waits for it is dropped.</summary>
    /// <returns>null: done.</returns>
    public async Task<Failure?> DeleteAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await tenants.RemoveAsync(tenantId, id, cancellationToken) ? null : NotFound;

    private static Failure NotFound { get; } = new(404, ProblemCodes.NotFound, "There is no such webhook.");

    private async Task<WebhookResponse> ShowAsync(
        string tenantId, TenantEndpoint endpoint, CancellationToken cancellationToken)
    {
        var circuit = await circuits.ReadAsync(
            tenantId, WebhookKeys.EndpointOf(new Uri(endpoint.Target.Url)), cancellationToken);
        return new WebhookResponse
        {
            Id = endpoint.Id,
            EndPoint = endpoint.Target.Url,
            Events = endpoint.Target.Events,
            State = circuit.IsOpen ? "suspended" : "active",
            Failures = circuit.Failures,
            SuspendedUntil = circuit.OpenUntil,
            LastError = circuit.Error,
            LastFailureAt = circuit.FailedAt,
            CreatedAt = endpoint.CreatedAt,
        };
    }
}
