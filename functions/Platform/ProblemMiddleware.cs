using Serverless.Contracts.Rest;

namespace Serverless.Functions.Platform;

/// <summary>Turns whatever ends a call without a body (routing's 404 and 405, a bug, a broken request) into a problem.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException problem) when (!http.Response.HasStarted)
        {
            var failure = problem.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Failures.BodyTooLarge
                : new Failure(problem.StatusCode, ProblemCodes.InvalidRequest, "The request is broken.");
            await failure.ExecuteAsync(http);
            return;
        }
        catch (Exception problem) when (!http.Response.HasStarted)
        {
            logger.Unhandled(problem);
            http.Response.Clear();
            await Failures.Internal.ExecuteAsync(http);
            return;
        }

        if (!http.Response.HasStarted && http.Response.ContentType is null)
        {
            switch (http.Response.StatusCode)
            {
                case StatusCodes.Status404NotFound:
                    await Failures.RouteNotFound.ExecuteAsync(http);
                    break;
                case StatusCodes.Status405MethodNotAllowed:
                    await Failures.MethodNotAllowed.ExecuteAsync(http);
                    break;
            }
        }
    }
}
