using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.CustomHandler.Tests.Host;

/// <summary>
/// A stand-in for the Azure Functions host, which cannot be had here: routes and proxies calls with the same proxy library,
/// fires timers, and restarts a handler that dies.
/// </summary>
internal sealed class MiniHost : IAsyncDisposable
{
    private const int MaxRestarts = 3;

    private readonly FunctionsApp _app;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly WebApplication _front;
    private readonly HttpMessageInvoker _proxy = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    private readonly List<string> _log = [];
    private volatile Task<HandlerProcess> _handler;
    private volatile bool _stopping;

    private MiniHost(FunctionsApp app, IReadOnlyDictionary<string, string> settings)
    {
        _app = app;
        _settings = settings;
        _handler = StartHandlerAsync(restarts: 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpForwarder();
        _front = builder.Build();
        Map();
    }

    /// <summary>Where the world calls.</summary>
    public Uri Address => new(_front.Urls.Single());

    public Task<HandlerProcess> Handler => _handler;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public static async Task<MiniHost> StartAsync(FunctionsApp app, IReadOnlyDictionary<string, string> settings)
    {
        var host = new MiniHost(app, settings);
        await host._front.StartAsync();
        await host.Handler;
        return host;
    }

    public async Task FireTimerAsync(string function)
    {
        using var http = new HttpClient();
        await TimerInvocation.FireAsync(http, (await Handler).Address, function);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _front.StopAsync();
        await _front.DisposeAsync();
        (await Handler).Dispose();
        _proxy.Dispose();
    }

    private void Map()
    {
        var forwarder = _front.Services.GetRequiredService<IHttpForwarder>();
        // The home page, switched off by AzureWebJobsDisableHomepage; and the host's own paths, which need its keys.
        _front.MapGet("/", () => Results.NoContent());
        _front.Map("/admin/{**path}", () => Results.StatusCode(StatusCodes.Status401Unauthorized));
        foreach (var function in _app.Functions.Where(function => function.Route is not null))
        {
            _front.Map($"/{function.Route}", async (HttpContext http) =>
            {
                if (function.Methods.Count > 0 && !function.Methods.Contains(http.Request.Method))
                {
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                    return;
                }

                var handler = await Handler;
                await forwarder.SendAsync(
                    http, handler.Address.GetLeftPart(UriPartial.Authority), _proxy, ForwarderRequestConfig.Empty, new HostHeaders());
            });
        }
    }

    private async Task<HandlerProcess> StartHandlerAsync(int restarts)
    {
        var handler = await HandlerProcess.StartAsync(_app, _settings, Write);
        // It is watched from here on; what the watching throws, the next caller sees in Handler.
        _ = handler.Exited.ContinueWith(
            _ => Restart(restarts + 1), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return handler;
    }

    private void Restart(int restarts)
    {
        if (!_stopping)
        {
            _handler = restarts <= MaxRestarts
                ? StartHandlerAsync(restarts)
                : Task.FromException<HandlerProcess>(new InvocationException("The handler ended too often."));
        }
    }

    private void Write(string line)
    {
        lock (_log)
        {
            _log.Add(line);
        }
    }

    /// <summary>The headers by which a handler can tell a proxied call from a trigger.</summary>
    private sealed class HostHeaders : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var invocation = Guid.NewGuid().ToString();
            proxyRequest.Headers.Host = null;
            proxyRequest.Headers.TryAddWithoutValidation("X-Azure-Functions-InvocationId", invocation);
            proxyRequest.Headers.TryAddWithoutValidation("X-Azure-Functions-HostVersion", "4.1041.0");
            proxyRequest.Headers.TryAddWithoutValidation("x-ms-invocation-id", invocation);
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9");
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Host", httpContext.Request.Host.Value);
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        }
    }
}
