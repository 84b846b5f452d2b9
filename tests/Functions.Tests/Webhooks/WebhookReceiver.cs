using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.Webhooks;

/// <summary>A customer's server: real HTTP on loopback that remembers what came and answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentQueue<Received> _all = [];

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/{**path}", (RequestDelegate)ReceiveAsync);
    }

    public string Url => $"{_app.Urls.First()}/hook";

    public int Port => new Uri(Url).Port;

    /// <summary>What it answers; runs before the call counts as arrived.</summary>
    public Func<Received, HttpContext, Task<int>> Answer { get; set; } = (_, _) => Task.FromResult(200);

    public IReadOnlyList<Received> All => [.. _all];

    /// <summary>Those that it took.</summary>
    public IReadOnlyList<Received> Taken => [.. _all.Where(received => received.Status == 200)];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    /// <summary>Waits until as many calls were answered since the last wait.</summary>
    public async Task ArrivedAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (var i = 0; i < count; i++)
        {
            await _arrived.WaitAsync(limit.Token);
        }
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var received = new Received(
            body.ToArray(),
            http.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var status = await Answer(received, http);
        _all.Enqueue(received with { Status = status });
        if (!http.Response.HasStarted)
        {
            http.Response.StatusCode = status;
        }

        _arrived.Release();
    }
}

internal sealed record Received(byte[] Body, IReadOnlyDictionary<string, string> Headers, int Status = 0)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("webhookType").GetString()!;

    public long Sequence => Json.GetProperty("sequence").GetInt64();

    public string? Data(string name) => Json.GetProperty("data").GetProperty(name).GetString();
}
