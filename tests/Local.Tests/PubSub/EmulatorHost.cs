using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>The emulator on a real Kestrel and a free port. Anything logged as an error fails the test.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly ErrorLog _errors;

    private EmulatorHost(WebApplication app, ErrorLog errors, Uri endpoint)
    {
        _app = app;
        _errors = errors;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public PubSubEmulator Emulator => _app.Services.GetRequiredService<PubSubEmulator>();

    internal PubSubHub Chat => Emulator.Hub(TestToken.Hub);

    public static async Task<EmulatorHost> StartAsync(PubSubEmulatorOptions? options = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddPubSubEmulator(options ?? new PubSubEmulatorOptions());
        var app = builder.Build();
        app.UseWebSockets();
        app.MapPubSubEmulator();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return new EmulatorHost(app, errors, new Uri(address.Addresses.Single()));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Assert.Empty(_errors.Entries);
    }
}
