using Microsoft.Extensions.DependencyInjection.Extensions;
using Serverless.Functions.Invites;
using Serverless.Functions.Limits;
using Serverless.Functions.Lobby;
using Serverless.Functions.Log;
using Serverless.Functions.Moderation;
using Serverless.Functions.OpenApi;
using Serverless.Functions.People;
using Serverless.Functions.Platform;
using Serverless.Functions.PubSub;
using Serverless.Functions.Quality;
using Serverless.Functions.Retention;
using Serverless.Functions.Rooms;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tokens;
using Serverless.Functions.Webhooks;
using Serverless.Functions.Usage;
using Serverless.Functions.Whip;
using Serverless.Functions.Workers;

namespace Serverless.Functions;

/// <summary>Puts the control plane into a web application: the custom handler's own, or one that serves other things beside it.</summary>
public static class FunctionsHosting
{
    private static readonly string[] Roots = ["/v2", "/ai", "/manage", "/internal", "/sweep"];

    /// <exception cref="InvalidOperationException">The options are wrong; the text says how.</exception>
    public static IServiceCollection AddFunctions(this IServiceCollection services, FunctionsOptions options)
    {
        options.Validate();
        // The framework logs every path, and the path of an exchange is the invite's code.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        services.AddApiDocument();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISecrets, SystemSecrets>();
        services.AddSingleton(options);
        services.AddSingleton(_ => TableStores.Open(options));
        services.AddSingleton<SecretVault>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<TenantStore>();
        services.AddSingleton<TenantAdministration>();
        if (options.DevelopmentTenant is not null)
        {
            services.AddHostedService<DevelopmentTenantSeeder>();
        }

        services.AddSingleton<ApiTokenVerifier>();
        services.AddSingleton<TicketAuthority>();
        services.AddSingleton<InternalAuthority>();
        services.AddSingleton<ModeratorVerifier>();
        services.AddSingleton(provider => PubSubClients.Open(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RoomStore>();
        services.AddSingleton<RoomList>();
        services.AddSingleton<RoomAccess>();
        services.AddSingleton<RoomShape>();
        services.AddSingleton<RoomService>();
        services.AddSingleton<ParticipantTokens>();
        services.AddSingleton<TokenMinting>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton(provider => new PasswordHashing(provider.GetRequiredService<ISecrets>()));
        services.AddSingleton<PeopleAdministration>();
        services.AddSingleton<SigningIn>();
        services.AddSingleton<InviteService>();
        services.AddSingleton<LogStore>();
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton<WorkerClient>();
        services.AddSingleton<DemandStore>();
        services.AddSingleton<OccupancyStore>();
        services.AddSingleton<LiveMarks>();
        services.AddSingleton<SessionList>();
        services.AddSingleton<SessionShape>();
        services.AddSingleton<SessionDirectory>();
        services.AddSingleton<PersonTelling>();
        services.AddSingleton<SessionTelling>();
        services.AddSingleton<ParticipationStore>();
        services.AddSingleton<SessionOpening>();
        // What runs from the start is made before the port is bound: it takes what is costly when it first needs it.
        services.AddSingleton(provider => new Lazy<IPubSubClient>(provider.GetRequiredService<IPubSubClient>));
        services.AddSingleton(provider => new Lazy<WebhookDispatch>(provider.GetRequiredService<WebhookDispatch>));
        services.AddSingleton<SocketClosing>();
        services.AddHostedService(provider => provider.GetRequiredService<SocketClosing>());
        services.AddSingleton<SessionEnding>();
        services.AddSingleton<AutoClosing>();
        services.AddSingleton<BanStore>();
        services.AddSingleton<ShutOuts>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<Removal>();
        services.AddSingleton<QualityStore>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<UsageCounting>();
        services.AddSingleton<TicketStanding>();
        services.AddSingleton<ParticipantAccess>();
        services.AddSingleton<Admission>();
        services.AddSingleton<LobbyPlaces>();
        services.AddSingleton<LobbyService>();
        services.AddSingleton<JoinService>();
        services.AddSingleton<ParticipantService>();
        services.AddSingleton<WhipSessionStore>();
        services.AddSingleton<WhipService>();
        services.AddSingleton<WhipManagement>();
        services.AddSingleton<ExpiryCalendar>();
        services.AddSingleton(options.Retention);
        services.AddSingleton<SessionRetention>();
        services.AddSingleton<RetentionSweep>();
        services.AddWebhooks();
        services.AddSingleton<Sweep>();
        if (options.SweepInterval is not null)
        {
            services.AddHostedService<SweepTimer>();
        }

        return services;
    }

    /// <summary>Maps /v2, /internal and, where no <see cref="FunctionsOptions.SweepInterval"/> is set, /sweep. Leaves every other path alone.</summary>
    public static WebApplication MapFunctions(this WebApplication app)
    {
        app.UseWhen(IsOurs, ours => ours.UseMiddleware<ProblemMiddleware>());
        app.UseWhipOptions();
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments("/v2") || http.Request.Path.StartsWithSegments("/ai"),
            clients => clients.UseMiddleware<AnyOriginMiddleware>());
        app.UseWhen(IsFromOutside, outside => outside.UseMiddleware<AddressLimitMiddleware>());
        app.MapHealth();
        app.MapApiDocument();
        app.MapManage();
        app.MapTokens();
        app.MapPeople();
        app.MapRooms();
        app.MapInvites();
        app.MapJoin();
        app.MapSessions();
        app.MapPresence();
        app.MapModeration();
        app.MapQuality();
        app.MapUsage();
        app.MapLobby();
        app.MapLog();
        app.MapWhip();
        app.MapWebhooks();
        app.MapDeadLetters();
        app.MapWorkers();
        app.MapScale();
        app.MapNotBuilt();
        if (app.Services.GetRequiredService<FunctionsOptions>().SweepInterval is null)
        {
            app.MapSweep();
        }

        return app;
    }

    // Workers call by the private network and the timer by the host; neither may be starved by limits.
    private static bool IsFromOutside(HttpContext http) => IsOurs(http)
        && !http.Request.Path.StartsWithSegments("/internal") && !http.Request.Path.StartsWithSegments("/sweep");

    private static bool IsOurs(HttpContext http) => Roots.Any(root => http.Request.Path.StartsWithSegments(root));
}
