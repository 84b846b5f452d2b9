namespace Serverless.Functions.Platform;

/// <summary>
/// CORS (Fetch standard §3.2) for single-page apps of any origin: the credential is a header that no browser adds by itself. The
/// framework's own costs a cold instance some 20 ms, since it compiles its injection at run time.
/// </summary>
internal sealed class AnyOriginMiddleware(RequestDelegate next)
{
    private const string ExposedHeaders = "Retry-After,Location,ETag,Link,Accept-Patch";

    /// <summary>Seconds that a browser remembers a preflight: two hours, as long as any of them does.</summary>
    private const string PreflightLifetime = "7200";

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (!request.Headers.ContainsKey("Origin"))
        {
            return next(http);
        }

        if (HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Access-Control-Request-Method"))
        {
            return AnswerPreflight(request.Headers, http.Response);
        }

        // At the end: what goes wrong clears the headers on its way, and browsers shall see what it was.
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = ExposedHeaders;
            return Task.CompletedTask;
        }, http.Response);
        return next(http);
    }

    private static Task AnswerPreflight(IHeaderDictionary asked, HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlMaxAge = PreflightLifetime;
        // Named, not *: that would leave out Authorization.
        if (asked.AccessControlRequestMethod.ToString() is var method && IsPlain(method))
        {
            response.Headers.AccessControlAllowMethods = method;
        }

        if (asked.AccessControlRequestHeaders.ToString() is { Length: > 0 } headers && IsPlain(headers))
        {
            response.Headers.AccessControlAllowHeaders = headers;
        }

        return Task.CompletedTask;
    }

    private static bool IsPlain(string text) => text.All(letter => letter is >= ' ' and <= '~');
}
