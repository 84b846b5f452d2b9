using System.Net;
using System.Security.Cryptography;
using Serverless.Functions;
using Serverless.Functions.Platform;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Tenants;
using Serverless.Local.PubSub;
using Serverless.Local.Studio;
using Serverless.Local.Workers;
using Serverless.Worker;

namespace Serverless.Local;

/// <summary>
/// All parts in one process, each with its own port, wired by the same addresses and keys as in production. Several workers
/// have processes of their own.
/// </summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly List<WebApplication> _parts = [];
    private readonly WorkerFleet _fleet = new();

    private LocalSystem(Uri studio, string dataFolder)
    {
        Studio = studio;
        DataFolder = dataFolder;
    }

    /// <summary>Where people and REST clients go.</summary>
    public Uri Studio { get; }

    public string DataFolder { get; }

    /// <summary>Where the person of <c>--sign-in</c> goes first; null: nobody has to sign in.</summary>
    public Uri? SignIn { get; private set; }

    public static async Task<LocalSystem> StartAsync(LocalOptions options, CancellationToken cancellation)
    {
        var dataFolder = Path.GetFullPath(options.DataFolder ?? Path.Combine(SourceTree.Root, ".data"));
        var port = FreePort.Or(options.Port);
        var pubSub = Address(FreePort.Or(options.Port == 0 ? 0 : options.Port + 1));
        var system = new LocalSystem(new Uri($"http://localhost:{port}"), dataFolder);
        var keys = new SharedKeys(RandomKey(), RandomKey(), RandomKey());
        try
        {
            await system.StartPartAsync(pubSub, CreatePubSub(keys), cancellation);
            await system.StartPartAsync(Address(port), CreateControlPlane(system, pubSub, keys, options), cancellation);
            await system.StartWorkersAsync(options, Address(port), keys, cancellation);
            system.SignIn = options.SignIn is { } email
                ? await StudioPerson.InviteAsync(system.Studio, keys.Manage, email, cancellation)
                : null;
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>The worker first: it says good-bye through the others.</summary>
    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.StopAsync();
            await part.DisposeAsync();
        }
    }

    private static Func<WebApplicationBuilder, Action<WebApplication>> CreatePubSub(SharedKeys keys) => builder =>
    {
        builder.Services.AddPubSubEmulator(new PubSubEmulatorOptions { AccessKey = keys.PubSub });
        return app =>
        {
            app.UseWebSockets();
            app.MapPubSubEmulator();
        };
    };

    private static Func<WebApplicationBuilder, Action<WebApplication>> CreateControlPlane(
        LocalSystem system, Uri pubSub, SharedKeys keys, LocalOptions options) => builder =>
    {
        var tenant = DevelopmentTenant.LoadOrCreate(system.DataFolder);
        builder.Services.AddFunctions(new FunctionsOptions
        {
            DataPath = options.Tables is null ? system.DataFolder : null,
            TablesConnectionString = options.Tables,
            PublicUrl = system.Studio,
            WorkerKey = keys.Worker,
            PubSubConnectionString = $"Endpoint={pubSub.GetLeftPart(UriPartial.Authority)};AccessKey={keys.PubSub};Version=1.0;",
            DevelopmentTenant = tenant,
            DataKeys = [DataKey.LoadOrCreate(system.DataFolder)],
            ManageKey = options.SignIn is null ? null : keys.Manage,
            SweepInterval = SweepInterval,
            // A back end under development runs on the same machine.
            WebhookAllowedNetworks = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")],
        });
        return app =>
        {
            app.UseStudioFiles(WebBuild.Output);
            app.MapFunctions();
            if (options.SignIn is null)
            {
                app.MapStudioToken(tenant, system.Studio);
            }

            if (options.HasWorkerProcesses)
            {
                app.MapWorkerControls(system._fleet);
            }
        };
    };

    private static Func<WebApplicationBuilder, Action<WebApplication>> CreateWorker(
        LocalOptions options, Uri functions, Uri own, SharedKeys keys) => builder =>
    {
        builder.Services.AddWorker(new WorkerOptions
        {
            WorkerId = "local",
            InternalUrl = own,
            FunctionsUrl = functions,
            WorkerKey = keys.Worker,
            UdpBindAddress = IPAddress.Loopback,
            AdvertisedAddresses = [IPAddress.Loopback],
            BaseUdpPort = options.UdpPort,
            TcpPort = options.TcpPort,
            Shards = options.Shards,
            Capacity = options.Capacity,
            // Ctrl+C ends everything at once: there is nowhere to move to.
            DrainLimit = TimeSpan.Zero,
        });
        return app => app.MapWorker();
    };

    private async Task StartWorkersAsync(
        LocalOptions options, Uri functions, SharedKeys keys, CancellationToken cancellation)
    {
        for (var index = 0; index < options.Workers; index++)
        {
            var own = Address(FreePort.Or(options.Port == 0 ? 0 : options.Port + 2 + index));
            if (!options.HasWorkerProcesses)
            {
                await StartPartAsync(own, CreateWorker(options, functions, own, keys), cancellation);
                return;
            }

            var udp = options.UdpPort == 0 ? 0 : options.UdpPort + (index * options.Shards);
            var tcp = options.TcpPort == 0 ? 0 : options.TcpPort + index;
            await _fleet.AddAsync(
                new WorkerOrder(
                    $"worker-{index + 1}", own, functions, keys.Worker, udp, tcp, options.Shards, options.Capacity),
                cancellation);
        }
    }

    private async Task StartPartAsync(
        Uri address, Func<WebApplicationBuilder, Action<WebApplication>> create, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IHostLifetime, PartLifetime>();
        var configure = create(builder);
        var part = builder.Build();
        _parts.Add(part);
        configure(part);
        await part.StartAsync(cancellation);
    }

    private static Uri Address(int port) => new($"http://127.0.0.1:{port}");

    private static string RandomKey() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>A part does not listen to Ctrl+C itself, or all would stop at once instead of one after the other.</summary>
    private sealed class PartLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <param name="Worker">Functions and worker trust each other by it.</param>
    /// <param name="PubSub">Access key of the emulator.</param>
    /// <param name="Manage">The operator's, who is this process itself.</param>
    private sealed record SharedKeys(string Worker, string PubSub, string Manage);
}
