using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Tests.PubSub;

/// <summary>
/// An HTTP server that records requests and answers them from a list of statuses (0 drops the connection).
/// </summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<int> _answers;

    private StubService(WebApplication app, int[] answers)
    {
        _app = app;
        _answers = new ConcurrentQueue<int>(answers);
    }

    public ConcurrentQueue<Received> Requests { get; } = [];

    public string Endpoint => _app.Urls.Single();

    public static async Task<StubService> StartAsync(params int[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new StubService(builder.Build(), answers);
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var authorization = (string?)context.Request.Headers.Authorization ?? string.Empty;
        Requests.Enqueue(new Received(
            context.Request.Method, target, authorization, context.Request.ContentType, await body.ReadToEndAsync()));
        if (!_answers.TryDequeue(out var status) || status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
    }

    internal sealed record Received(
        string Method, string Target, string Authorization, string? ContentType, string Body);
}
