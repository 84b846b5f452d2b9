using Microsoft.Extensions.DependencyInjection.Extensions;
using Serverless.Local.PubSub.Faults;
using Serverless.Local.PubSub.Http;
using Serverless.Local.PubSub.Sockets;
using Serverless.Local.PubSub.Tokens;
using Serverless.Local.PubSub.Upstream;

namespace Serverless.Local.PubSub;

/// <summary>How a host takes the emulator in.</summary>
public static class PubSubEmulatorServices
{
    public static IServiceCollection AddPubSubEmulator(this IServiceCollection services, PubSubEmulatorOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<PubSubEmulator>();
        services.AddSingleton<PubSubFaults>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<EventHandlers>();
        services.AddSingleton<UpstreamHttp>();
        services.AddSingleton<UpstreamSignature>();
        services.AddSingleton<AbuseProtection>();
        services.AddSingleton<UpstreamSender>();
        services.AddSingleton<UpstreamConnections>();
        services.AddSingleton<NotificationQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<NotificationQueue>());
        services.AddSingleton<SocketSessions>();
        services.AddSingleton<ClientEndpoint>();
        services.AddHostedService<GracefulStop>();
        return services;
    }

    /// <summary>The application also needs <c>UseWebSockets()</c>.</summary>
    public static IEndpointRouteBuilder MapPubSubEmulator(this IEndpointRouteBuilder app)
    {
        var clients = app.ServiceProvider.GetRequiredService<ClientEndpoint>();
        app.Map("/client/hubs/{hub}", clients.HandleAsync);
        app.Map("/client", clients.HandleAsync);
        app.MapDataPlane();
        app.MapEmulatorControls();
        return app;
    }
}
