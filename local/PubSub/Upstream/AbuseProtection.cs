using System.Collections.Concurrent;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>
/// Asks a handler whether it wants our events at all (CloudEvents web hooks 1.0, section 4), so that nobody can aim the
/// service at a stranger. The answer is kept: a yes for a minute, a no for a second first, and longer each time.
/// </summary>
internal sealed class AbuseProtection(UpstreamHttp http, TimeProvider time, ILogger<AbuseProtection> logger)
{
    private const string AllowedOrigin = "WebHook-Allowed-Origin";
    private static readonly TimeSpan YesLasts = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestNo = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestNo = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Url, string Origin), Permit> _permits = new();

    /// <param name="url">The handler's, with the event <c>validate</c>.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="cancellation">Of the emulator's end.</param>
    public async Task<bool> AllowsAsync(Uri url, string origin, CancellationToken cancellation)
    {
        var permit = _permits.GetOrAdd((url.AbsoluteUri, origin), _ => new Permit());
        await permit.Turn.WaitAsync(cancellation);
        try
        {
            if (permit.AskedAt is not { } askedAt || time.GetElapsedTime(askedAt) >= permit.Lasts)
            {
                permit.Granted = await AskAsync(url, origin, cancellation);
                permit.AskedAt = time.GetTimestamp();
                permit.Lasts = permit.Granted ? YesLasts : LongerNo(permit.Lasts);
                if (!permit.Granted)
                {
                    logger.HandlerRefuses(url.GetLeftPart(UriPartial.Path));
                }
            }

            return permit.Granted;
        }
        finally
        {
            permit.Turn.Release();
        }
    }

    private static TimeSpan LongerNo(TimeSpan last) =>
        last == default || last == YesLasts ? ShortestNo : TimeSpan.FromTicks(Math.Min(last.Ticks * 2, LongestNo.Ticks));

    private async Task<bool> AskAsync(Uri url, string origin, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            // Functions hosts answer OPTIONS with 404 where a route does not list it, and the service then tries GET.
            return await AskAsync(HttpMethod.Options, url, origin, limit.Token)
                ?? await AskAsync(HttpMethod.Get, url, origin, limit.Token)
                ?? false;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Null: there is nothing at this address with this method.</summary>
    private async Task<bool?> AskAsync(HttpMethod method, Uri url, string origin, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, url);
        UpstreamRequest.AddOrigin(request, origin);
        using var response = await http.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if ((int)response.StatusCode == StatusCodes.Status404NotFound)
        {
            return null;
        }

        return response.IsSuccessStatusCode
            && response.Headers.TryGetValues(AllowedOrigin, out var allowed)
            && allowed.Any(value => value == "*" || string.Equals(value, origin, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Permit
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public bool Granted { get; set; }

        /// <summary>Null: never.</summary>
        public long? AskedAt { get; set; }

        public TimeSpan Lasts { get; set; }
    }
}
