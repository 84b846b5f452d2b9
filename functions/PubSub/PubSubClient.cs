using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Functions.PubSub;

/// <summary>One hub of Azure Web PubSub over its data-plane REST interface.</summary>
public sealed class PubSubClient : IPubSubClient
{
    private const string ApiVersion = "2024-12-01";

    private readonly Uri _endpoint;
    private readonly string _hub;
    private readonly PubSubTokens _tokens;
    private readonly HttpPipeline _pipeline;

    /// <param name="connectionString">Of the resource.</param>
    /// <param name="hub">A letter, then letters, digits and a few signs; no hyphen.</param>
    public PubSubClient(PubSubConnectionString connectionString, string hub, PubSubClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentException.ThrowIfNullOrEmpty(hub);
        options ??= new PubSubClientOptions();
        _endpoint = connectionString.Endpoint;
        _hub = Uri.EscapeDataString(hub);
        _tokens = new PubSubTokens(connectionString.AccessKey, options.Time);
        var delay = DelayStrategy.CreateExponentialDelayStrategy(options.RetryDelay);
        options.RetryPolicy = new UnsentOnlyRetryPolicy(options.MaxRetries, delay);
        _pipeline = HttpPipelineBuilder.Build(options, new KeyAuthenticationPolicy(_tokens));
    }

    public Task SendToGroupAsync(
        string group, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        SendAsync("groups", group, json, cancellationToken);

    public Task SendToUserAsync(
        string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        SendAsync("users", userId, json, cancellationToken);

    public Task CloseUserAsync(string userId, string reason, CancellationToken cancellationToken = default) =>
        CloseAsync("users", userId, reason, cancellationToken);

    public Task CloseGroupAsync(string group, string reason, CancellationToken cancellationToken = default) =>
        CloseAsync("groups", group, reason, cancellationToken);

    public Uri GetClientAccessUri(
        string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var url = new UriBuilder(new Uri(_endpoint, $"client/hubs/{_hub}"));
        var token = _tokens.MintForClient(url.Uri.AbsoluteUri, userId, roles, groups, lifetime);
        url.Scheme = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        url.Query = $"access_token={token}";
        return url.Uri;
    }

    private async Task SendAsync(
        string kind, string name, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(kind, name, ":send", query: string.Empty);
        message.Request.Headers.SetValue(HttpHeader.Names.ContentType, "application/json");
        message.Request.Content = RequestContent.Create(json);
        await CompleteAsync(message, StatusCodes.Status202Accepted, cancellationToken);
    }

    private async Task CloseAsync(string kind, string name, string reason, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(kind, name, ":closeConnections", $"&reason={Uri.EscapeDataString(reason)}");
        await CompleteAsync(message, StatusCodes.Status204NoContent, cancellationToken);
    }

    private HttpMessage CreateMessage(string kind, string name, string operation, string query)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "." or "..")
        {
            // A URL drops such segments even when escaped, and the request would mean something else.
            throw new ArgumentException("A group or user cannot be called '.' or '..'.", nameof(name));
        }

        var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri(
            _endpoint,
            $"api/hubs/{_hub}/{kind}/{Uri.EscapeDataString(name)}/{operation}?api-version={ApiVersion}{query}"));
        return message;
    }

    private async Task CompleteAsync(HttpMessage message, int expected, CancellationToken cancellationToken)
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
