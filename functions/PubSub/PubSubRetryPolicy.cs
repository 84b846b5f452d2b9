using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Functions.PubSub;

/// <summary>
/// Repeats what may be done twice as every Azure client does. A send is repeated only when the service certainly did not take it: the connection was never made (nothing left this
/// machine), or the service said so with 429 (throttled) or 503 (not available). After a timeout, a reset, a 408 or
/// another 5xx the message may be on its way to thousands of viewers already; they would see it twice, so the caller
/// gets the error instead.
/// </summary>
internal sealed class PubSubRetryPolicy(int maxRetries, DelayStrategy? delay = null)
    : RetryPolicy(maxRetries, delay)
{
    private readonly int _maxRetries = maxRetries;

    /// <summary>Says of a request whether doing it twice is the same as doing it once.</summary>
    public static void Mark(HttpMessage message, bool isIdempotent) =>
        message.SetProperty(typeof(PubSubRetryPolicy), isIdempotent);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        message.TryGetProperty(typeof(PubSubRetryPolicy), out var marked) && marked is true
            ? base.ShouldRetry(message, exception)
            : message.ProcessingContext.RetryNumber < _maxRetries
              && (exception is null ? IsRefusal(message) : NeverConnected(exception));

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        new(ShouldRetry(message, exception));

    private static bool IsRefusal(HttpMessage message) =>
        message.HasResponse
        && message.Response.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;

    private static bool NeverConnected(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: var error }
                && error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                return true;
            }
        }

        return false;
    }
}
