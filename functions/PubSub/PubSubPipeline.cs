using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Functions.PubSub;

/// <summary>Requests to one hub, and what is wrong with their answers as one kind of exception.</summary>
internal sealed class PubSubPipeline
{
    private const string ApiVersion = "2024-12-01";

    private readonly Uri _hub;
    private readonly HttpPipeline _pipeline;

    public PubSubPipeline(Uri endpoint, string hub, PubSubClientOptions options, HttpPipelinePolicy authentication)
    {
        ArgumentException.ThrowIfNullOrEmpty(hub);
        _hub = new Uri(endpoint, $"api/hubs/{Uri.EscapeDataString(hub)}/");
        var delay = DelayStrategy.CreateExponentialDelayStrategy(options.RetryDelay);
        options.RetryPolicy = new PubSubRetryPolicy(options.MaxRetries, delay);
        _pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    /// <param name="path">Below the hub; every segment escaped.</param>
    /// <param name="query">Empty, or beginning with an ampersand.</param>
    /// <param name="isIdempotent">Whether doing it twice is the same as doing it once.</param>
    public HttpMessage CreatePost(string path, string query, bool isIdempotent)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri($"{_hub.AbsoluteUri}{path}?api-version={ApiVersion}{query}"));
        PubSubRetryPolicy.Mark(message, isIdempotent);
        return message;
    }

    /// <exception cref="RequestFailedException">The answer is another one, or there is none (status 0).</exception>
    public async Task SendAsync(HttpMessage message, int expected, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.SendAsync(message, cancellationToken);
        }
        catch (AggregateException exception)
        {
            // What the pipeline throws after several tries.
            throw new RequestFailedException("Web PubSub could not be reached.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestFailedException("Web PubSub did not answer in time.", exception);
        }

        if (message.Response.Status != expected)
        {
            throw new RequestFailedException(message.Response);
        }
    }
}
