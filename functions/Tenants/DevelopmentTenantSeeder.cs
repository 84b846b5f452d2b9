using Serverless.Functions.Platform;

namespace Serverless.Functions.Tenants;

/// <summary>Writes the development tenant before the first call is served.</summary>
internal sealed class DevelopmentTenantSeeder(FunctionsOptions options, TenantStore tenants) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.DevelopmentTenant is { } tenant
            ? tenants.PutAsync(
                new TenantKey(tenant.ApiKey, DevelopmentTenant.TenantId, tenant.Secret), cancellationToken)
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
