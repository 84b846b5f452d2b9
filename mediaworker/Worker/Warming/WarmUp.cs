using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serverless.Worker.Functions;

namespace Serverless.Worker.Warming;

/// <summary>
/// Makes a fresh process fast before it takes people: code is compiled when it first runs, and the first join of a cold worker took
/// some two seconds for that, just when the people of a worker that died wait for their picture.
/// </summary>
internal sealed partial class WarmUp(
    WorkerOptions options,
    IServer server,
    InternalBearer bearer,
    TimeProvider time,
    IServiceProvider services,
    ILogger<WarmUp> logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Nothing that goes wrong here keeps a worker from its work.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!options.WarmUp)
        {
            return;
        }

        var start = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await CallAsync(limit.Token);
            using var rehearsal = new Rehearsal(options, time, services);
            var hasPlayed = await Task.Run(() => rehearsal.RunAsync(limit.Token), limit.Token);
            LogWarm(logger, (long)time.GetElapsedTime(start).TotalMilliseconds, hasPlayed);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            LogCold(logger, problem);
        }
    }

    /// <summary>The way from the socket to the endpoints, which the rehearsal leaves out: a call that succeeds and one that is refused.</summary>
    private async Task CallAsync(CancellationToken cancellation)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
        {
            return;
        }

        var port = BindingAddress.Parse(address).Port;
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var health = await http.GetAsync(new Uri("health", UriKind.Relative), cancellation);
        using var call = new HttpRequestMessage(HttpMethod.Post, "internal/transports");
        call.Headers.Authorization = new("Bearer", bearer.Token());
        call.Content = new StringContent("""{"ticket":"","epoch":1}""", System.Text.Encoding.UTF8, "application/json");
        using var refused = await http.SendAsync(call, cancellation);
    }

    [LoggerMessage(1410, LogLevel.Information, "Warm after {Milliseconds} ms; rehearsed media arrived: {HasPlayed}")]
    private static partial void LogWarm(ILogger logger, long milliseconds, bool hasPlayed);

    [LoggerMessage(1411, LogLevel.Warning, "The warm-up failed; the first join will be slow")]
    private static partial void LogCold(ILogger logger, Exception exception);
}
