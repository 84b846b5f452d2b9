namespace Serverless.Functions.Webhooks;

internal static class WebhookHosting
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<TenantWebhookStore>();
        services.AddSingleton<SigningSecretStore>();
        services.AddSingleton<RsaSigner>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<DueRooms>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<CircuitStore>();
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<WebhookNumbering>();
        services.AddSingleton<EndpointRun>();
        services.AddSingleton<WebhookDispatch>();
        services.AddSingleton<WebhookQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookQueue>());
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<WebhookSweep>();
        services.AddSingleton<TenantWebhooksService>();
        services.AddSingleton<DeadLetterService>();
    }
}
