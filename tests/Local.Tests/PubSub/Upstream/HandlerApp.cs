using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub.Upstream;

/// <summary>An event handler whose every answer is up to the test.</summary>
internal sealed class HandlerApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>();

    private HandlerApp(WebApplication app) => _app = app;

    /// <summary>To OPTIONS and GET.</summary>
    public Func<HttpContext, Task> Validate { get; set; } = http =>
    {
        http.Response.Headers["WebHook-Allowed-Origin"] = "*";
        return Task.CompletedTask;
    };

    /// <summary>To events.</summary>
    public Func<HttpContext, Task> Handle { get; set; } = _ => Task.CompletedTask;

    /// <summary>All requests in the order in which they came, POSTs and others.</summary>
    public ChannelReader<Asked> Requests => _asked.Reader;

    public static async Task<HandlerApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = new HandlerApp(builder.Build());
        app._app.Run(app.AnswerAsync);
        await app._app.StartAsync();
        return app;
    }

    public PubSubEmulatorOptions Options(params string[] systemEvents) => new()
    {
        UpstreamRetryDelays = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero],
        EventHandlers = new Dictionary<string, IReadOnlyList<PubSubEventHandler>>
        {
            [TestToken.Hub] =
            [
                new PubSubEventHandler { UrlTemplate = $"{_app.Urls.Single()}/{{hub}}/{{event}}", SystemEvents = systemEvents },
            ],
        },
    };

    public async Task<Asked> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _asked.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>The next event; validations are skipped.</summary>
    public async Task<Asked> NextEventAsync()
    {
        while (true)
        {
            if (await NextAsync() is { Method: "POST" } asked)
            {
                return asked;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        await _asked.Writer.WriteAsync(new Asked(http.Request.Method, http.Request.Path, headers, body));
        await (HttpMethods.IsPost(http.Request.Method) ? Handle(http) : Validate(http));
    }

    internal sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
