using System.Net;
using Serverless.Local.PubSub.Faults;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>
/// Delivers one event: asks for leave first, then tries up to four times. A repeat has the same id, so a handler that
/// did its work before the answer was lost can tell.
/// </summary>
internal sealed class UpstreamSender(
    UpstreamHttp http,
    AbuseProtection protection,
    UpstreamSignature signature,
    PubSubFaults faults,
    PubSubEmulatorOptions options,
    TimeProvider time,
    ILogger<UpstreamSender> logger)
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private const string Validate = "validate";

    /// <summary><see cref="UpstreamAnswer.None"/> when the handler could not be reached, or refuses the service.</summary>
    public async Task<UpstreamAnswer> SendAsync(
        PubSubEventHandler handler, UpstreamIdentity from, UpstreamEvent cloudEvent, CookieContainer cookies,
        CancellationToken cancellation)
    {
        if (!await protection.AllowsAsync(handler.UrlOf(from.Hub, Validate), from.Origin, cancellation))
        {
            return UpstreamAnswer.None;
        }

        var url = handler.UrlOf(from.Hub, cloudEvent.Name);
        for (var tried = 0; ; tried++)
        {
            var (answer, again) = await TryAsync(url, from, cloudEvent, cookies, cancellation);
            if (!again || tried >= options.UpstreamRetryDelays.Count)
            {
                if (!answer.IsSuccess)
                {
                    logger.EventFailed(cloudEvent.Type, answer.Status);
                }

                return answer;
            }

            await Task.Delay(options.UpstreamRetryDelays[tried], time, cancellation);
        }
    }

    private async Task<(UpstreamAnswer Answer, bool Again)> TryAsync(
        Uri url, UpstreamIdentity from, UpstreamEvent cloudEvent, CookieContainer cookies, CancellationToken cancellation)
    {
        var fault = faults.Take(PubSubFaultPoint.Upstream, from.Hub);
        switch (fault?.Action)
        {
            case PubSubFaultAction.Delay:
                await Task.Delay(fault.Delay, time, cancellation);
                break;
            case PubSubFaultAction.Drop:
                return (UpstreamAnswer.None, true);
            case PubSubFaultAction.Refuse:
                var refused = UpstreamAnswer.None with { Status = fault.Status };
                return (refused, refused.IsTransient);
        }

        using var patience = new CancellationTokenSource(options.UpstreamTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var request = UpstreamRequest.Create(
                url, from, cloudEvent, signature.Of(from.ConnectionId), time.GetUtcNow());
            if (cookies.GetCookieHeader(url) is { Length: > 0 } cookie)
            {
                request.Headers.TryAddWithoutValidation("Cookie", cookie);
            }

            var answer = await ReadAsync(request, cookies, limit.Token);
            return fault is { Action: PubSubFaultAction.LoseAnswer }
                ? (UpstreamAnswer.None, true)
                : (answer, answer.IsTransient);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (UpstreamAnswer.None, true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A handler that is too slow would only be slower with every try.
            return (UpstreamAnswer.None, false);
        }
    }

    private async Task<UpstreamAnswer> ReadAsync(
        HttpRequestMessage request, CookieContainer cookies, CancellationToken cancellation)
    {
        using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        KeepCookies(response, request.RequestUri!, cookies);
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation);
        var state = response.Headers.TryGetValues("ce-connectionState", out var values) ? values.First() : null;
        return new UpstreamAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync(cancellation),
            state);
    }

    private static void KeepCookies(HttpResponseMessage response, Uri url, CookieContainer cookies)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var values))
        {
            return;
        }

        foreach (var value in values)
        {
            try
            {
                cookies.SetCookies(url, value);
            }
            catch (CookieException)
            {
                // A browser, too, ignores a cookie that it does not understand.
            }
        }
    }
}
