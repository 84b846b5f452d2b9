using Serverless.Contracts.Internal;
using Serverless.Worker.Functions;
using Serverless.Worker.Health;
using Serverless.Worker.Http;
using Serverless.Worker.Media;
using Serverless.Worker.Rooms;
using Serverless.Worker.Signaling;
using Serverless.Worker.Warming;

namespace Serverless.Worker;

/// <summary>Puts a media worker into a web application: its own process, or the one of local mode.</summary>
public static class WorkerHosting
{
    /// <summary>For last appends and good-byes.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    private const long LargestBody = 512 * 1024;

    /// <exception cref="ArgumentException">The options are wrong; the message names everything.</exception>
    public static IServiceCollection AddWorker(this IServiceCollection services, WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.AddMetrics();
        services.AddTelemetry(options.WorkerId);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainLimit + AfterDrain);
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<WorkerStatus>();
        services.AddSingleton<Drops>();

        services.AddSingleton<InternalBearer>();
        services.AddSingleton(provider => new FunctionsClient(
            HttpToFunctions(options),
            provider.GetRequiredService<InternalBearer>(),
            options,
            provider.GetRequiredService<ILogger<FunctionsClient>>()));
        services.AddSingleton<IControlPlane>(provider => provider.GetRequiredService<FunctionsClient>());

        services.AddSingleton<OpenRooms>();
        services.AddSingleton<IMediaEvents>(provider => provider.GetRequiredService<OpenRooms>());
        services.AddSingleton(provider => new PubSubLink(
            provider.GetRequiredService<FunctionsClient>(),
            provider.GetRequiredService<OpenRooms>(),
            new PubSubLinkOptions(),
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared.NextDouble,
            provider.GetRequiredService<ILogger<PubSubLink>>()));
        services.AddSingleton<ISignaling>(provider => provider.GetRequiredService<PubSubLink>());

        services.AddMediaPlane();
        services.AddSingleton<RoomServices>();
        services.AddSingleton<RoomDirectory>();
        services.AddSingleton<TicketVerifier>();
        services.AddSingleton<InternalCallFilter>();
        services.AddSingleton<TransportEndpoint>();
        services.AddSingleton<RoomEndpoints>();
        services.AddSingleton<WarmUp>();
        services.AddHostedService<WorkerLifetime>();
        services.AddHostedService<MemoryKeeper>();
        return services;
    }

    /// <summary>Maps /internal, /health and /metrics.</summary>
    public static void MapWorker(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.ServiceProvider;
        var transports = services.GetRequiredService<TransportEndpoint>();
        var rooms = services.GetRequiredService<RoomEndpoints>();
        var status = services.GetRequiredService<WorkerStatus>();
        var open = services.GetRequiredService<OpenRooms>();

        var calls = app.MapGroup("/internal")
            .AddEndpointFilter(services.GetRequiredService<InternalCallFilter>())
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestBody));
        calls.MapPost("/transports", (Delegate)transports.PostAsync);
        calls.MapPost("/rooms/{roomId}/control", (Delegate)rooms.ControlAsync);
        calls.MapPost("/rooms/{roomId}/ice", (Delegate)rooms.RestartIceAsync);
        calls.MapGet("/rooms/{roomId}/snapshot", (Delegate)rooms.SnapshotAsync);
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapGet("/health", () => Results.Json(
            new WorkerHealth(status.State, open.All.Count(), open.Participants), InternalJson.Default.WorkerHealth));
    }

    private static HttpClient HttpToFunctions(WorkerOptions options) => new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // Addresses in a cluster change.
        MaxConnectionsPerServer = 32,
    })
    {
        BaseAddress = new Uri(options.FunctionsUrl.AbsoluteUri.TrimEnd('/') + "/"),
        Timeout = FunctionsClient.Timeout,
    };
}
