namespace Serverless.Functions.Limits;

/// <summary>Before anything is verified or read: whoever floods costs as little as possible.</summary>
internal sealed class AddressLimitMiddleware(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext http) =>
        limits.RefuseAddress(http) is { } refused ? refused.ExecuteAsync(http) : next(http);
}
